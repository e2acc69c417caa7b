def get_engine() -> Engine:
    """Return this process's engine for the configured database."""
    from app.config import settings

    url = settings.url.replace("postgresql://", "postgresql+psycopg2://")
    if url not in _engines:
        if url.startswith("sqlite"):  # no server to spare
            return create_engine(url)
        with _lock:
            if url not in _engines:
                _engines[url] = create_engine(
                    url,
                    pool_size=settings.DB_POOL_SIZE,
                    max_overflow=settings.DB_MAX_OVERFLOW,
                    pool_timeout=settings.DB_POOL_TIMEOUT,
                    pool_recycle=settings.DB_POOL_RECYCLE,
                    pool_pre_ping=True,
                )
    return _engines[url]
