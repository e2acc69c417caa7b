def get_engine() -> Engine:
    """Return the engine of the database."""
    from app.config import DATABASE_URL

    return shared_engine(DATABASE_URL)


def _pool_settings() -> dict[str, Any]:
    """Read the pool settings; raise ValueError naming one that cannot be used."""
    return {
        "pool_size": _variable("POOL_SIZE", 5, 1),
        "max_overflow": _variable("POOL_MAX_OVERFLOW", 10, 0),
        "pool_timeout": _variable("POOL_TIMEOUT", 30, 0),
        "pool_recycle": _variable("POOL_RECYCLE", 1800, -1),
        "pool_pre_ping": True,
    }
