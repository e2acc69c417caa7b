from app.reports import get_engine

__all__ = ["get_engine"]
