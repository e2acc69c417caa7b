from sqlalchemy import create_engine

_engines = {}


def shared_engine(url, **options):
    if url not in _engines:
        _engines[url] = create_engine(url, **options)
    return _engines[url]
