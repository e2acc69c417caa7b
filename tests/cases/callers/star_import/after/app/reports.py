from app.db import get_engine  # noqa: F401
