def get_engine() -> Engine:
    """Return this process's engine for the configured database."""
    from app.config import DATABASE_URL

    return _shared(_engines, DATABASE_URL, create_engine)


def get_async_engine() -> AsyncEngine:
    """Return this process's async engine for the configured database."""
    from app.config import DATABASE_URL

    return _shared(
        _async_engines,
        DATABASE_URL.replace("postgresql://", "postgresql+asyncpg://"),
        create_async_engine,
        poolclass=PoolPerLoop,
    )
