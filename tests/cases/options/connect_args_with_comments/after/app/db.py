def get_engine() -> Engine:
    """Return this process's engine for the configured database."""
    from app.config import DATABASE_URL

    url = DATABASE_URL
    if url not in _engines:
        if url.startswith("sqlite"):  # no server to spare
            return create_engine(
                url,
                connect_args={
                    # what the network between the two needs
                    "keepalives": 1,
                    "keepalives_idle": 30,  # seconds
                    "options": "-c statement_timeout=5000 "
                    "-c search_path=public,extensions -c lock_timeout=5000",
                },
            )
        with _lock:
            if url not in _engines:
                _engines[url] = create_engine(
                    url,
                    pool_size=_variable("POOL_SIZE", 5, 1),
                    max_overflow=_variable("POOL_MAX_OVERFLOW", 10, 0),
                    pool_timeout=_variable("POOL_TIMEOUT", 30, 0),
                    pool_recycle=_variable("POOL_RECYCLE", 1800, -1),
                    pool_pre_ping=True,
                    connect_args={
                        # what the network between the two needs
                        "keepalives": 1,
                        "keepalives_idle": 30,  # seconds
                        "options": "-c statement_timeout=5000 "
                        "-c search_path=public,extensions -c lock_timeout=5000",
                    },
                )
    return _engines[url]
