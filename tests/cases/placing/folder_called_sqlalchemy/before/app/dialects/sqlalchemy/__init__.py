from app.dialects.sqlalchemy.types import Money

__all__ = ["Money"]
