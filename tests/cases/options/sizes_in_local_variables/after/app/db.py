def get_engine() -> Engine:
    """Return this process's engine for the configured database."""
    url = os.environ["DATABASE_URL"]
    if url not in _engines:
        if url.startswith("sqlite"):  # no server to spare
            return create_engine(
                url, pool_recycle=600, pool_size=int(os.getenv("DB_POOL_SIZE", "3"))
            )
        with _lock:
            if url not in _engines:
                _engines[url] = create_engine(
                    url,
                    max_overflow=_variable("POOL_MAX_OVERFLOW", 10, 0),
                    pool_timeout=_variable("POOL_TIMEOUT", 30, 0),
                    pool_pre_ping=True,
                    pool_recycle=600,
                    pool_size=int(os.getenv("DB_POOL_SIZE", "3")),
                )
    return _engines[url]
