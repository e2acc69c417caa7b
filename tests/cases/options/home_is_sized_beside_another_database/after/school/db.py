def get_archive_engine() -> Engine:
    """Return this process's engine for ARCHIVE_URL."""
    from school.settings import settings

    return shared_engine(settings.ARCHIVE_URL)


def shared_engine(url: str) -> Engine:
    """Return this process's engine for a URL."""
    if url not in _engines:
        from school.settings import settings

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
