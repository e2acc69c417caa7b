from app.store import load, store


def copy(engine):
    store(load(engine), engine)
