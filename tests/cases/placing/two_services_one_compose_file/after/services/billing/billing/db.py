def get_engine() -> Engine:
    """Return the engine of the database."""
    from billing.config import settings

    return shared_engine(settings.BILLING_DATABASE_URL)


def _pool_settings() -> dict[str, Any]:
    """Read the pool settings; raise ValueError naming one that cannot be used."""
    from billing.config import settings

    return {
        "pool_size": _checked("POOL_SIZE", settings.POOL_SIZE, 1),
        "max_overflow": _checked("POOL_MAX_OVERFLOW", settings.POOL_MAX_OVERFLOW, 0),
        "pool_timeout": _checked("POOL_TIMEOUT", settings.POOL_TIMEOUT, 0),
        "pool_recycle": _checked("POOL_RECYCLE", settings.POOL_RECYCLE, -1),
        "pool_pre_ping": True,
    }
