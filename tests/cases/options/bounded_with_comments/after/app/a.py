import threading

from sqlalchemy import create_engine

from app.config import DATABASE_URL


_engines = {}
_engines_lock = threading.Lock()


def _shared_engine(url):
    """Return this process's engine for a URL; another one would be another pool."""
    if url.startswith("sqlite"):  # has no server to spare, and its file may be replaced
        return create_engine(
            url,
            connect_args={
                # what the network between the two needs
                "application_name": "two  spaces",
                "keepalives_idle": 30,  # seconds
                "options": "-c statement_timeout=5000 "
                "-c search_path=public,extensions -c lock_timeout=5000",
            },
        )
    if url not in _engines:
        with _engines_lock:
            if url not in _engines:
                _engines[url] = create_engine(
                    url,
                    connect_args={
                        # what the network between the two needs
                        "application_name": "two  spaces",
                        "keepalives_idle": 30,  # seconds
                        "options": "-c statement_timeout=5000 "
                        "-c search_path=public,extensions -c lock_timeout=5000",
                    },
                )
    return _engines[url]


def rows():
    with _shared_engine(DATABASE_URL).connect() as connection:
        return connection.exec_driver_sql("SELECT 1").all()
