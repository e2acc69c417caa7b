from app.data import get_engine


def run():
    return get_engine().name
