from app.database import engine

__all__ = ["engine"]
