def shared_async_engine(url: str) -> AsyncEngine:
    """Return this process's async engine for a URL."""
    from .config import settings

    if url not in _async_engines:
        if url.startswith("sqlite"):  # no server to spare
            return create_async_engine(url)
        with _lock:
            if url not in _async_engines:
                _async_engines[url] = create_async_engine(
                    url,
                    pool_size=settings.POOL_SIZE,
                    max_overflow=settings.POOL_MAX_OVERFLOW,
                    pool_timeout=settings.POOL_TIMEOUT,
                    pool_recycle=settings.POOL_RECYCLE,
                    pool_pre_ping=True,
                    poolclass=PoolPerLoop,
                )
    return _async_engines[url]
