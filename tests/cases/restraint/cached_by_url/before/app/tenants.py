from sqlalchemy import create_engine

_engines = {}


def engine_of(url):
    if url not in _engines:
        _engines[url] = create_engine(url)
    return _engines[url]
