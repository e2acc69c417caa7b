from app.db_pool import get_engine  # noqa: F401
