from sqlalchemy import create_engine


def store(rows, url, engine=None):
    if engine is None:
        engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute("INSERT", rows)
