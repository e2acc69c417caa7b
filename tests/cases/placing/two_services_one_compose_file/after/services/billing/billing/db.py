def get_engine() -> Engine:
    """Return this process's engine for the configured database."""
    from billing.config import settings

    url = settings.BILLING_DATABASE_URL
    if url not in _engines:
        if url.startswith("sqlite"):  # no server to spare
            return create_engine(url)
        with _lock:
            if url not in _engines:
                _engines[url] = create_engine(
                    url,
                    pool_size=settings.POOL_SIZE,
                    max_overflow=settings.POOL_MAX_OVERFLOW,
                    pool_timeout=settings.POOL_TIMEOUT,
                    pool_recycle=settings.POOL_RECYCLE,
                    pool_pre_ping=True,
                )
    return _engines[url]
