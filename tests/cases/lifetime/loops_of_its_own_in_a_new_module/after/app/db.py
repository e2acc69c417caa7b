def get_async_engine() -> AsyncEngine:
    """Return this process's async engine for the configured database."""
    from app.config import DATABASE_URL

    url = DATABASE_URL
    if url not in _async_engines:
        if url.startswith("sqlite"):  # no server to spare
            return create_async_engine(url)
        with _lock:
            if url not in _async_engines:
                _async_engines[url] = create_async_engine(
                    url,
                    pool_size=_variable("POOL_SIZE", 5, 1),
                    max_overflow=_variable("POOL_MAX_OVERFLOW", 10, 0),
                    pool_timeout=_variable("POOL_TIMEOUT", 30, 0),
                    pool_recycle=_variable("POOL_RECYCLE", 1800, -1),
                    pool_pre_ping=True,
                    poolclass=PoolPerLoop,
                )
    return _async_engines[url]
