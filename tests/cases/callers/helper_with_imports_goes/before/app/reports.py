from sqlalchemy import create_engine, text


def _url():
    from app.config import DATABASE_URL

    return DATABASE_URL


def totals():
    with create_engine(_url()).connect() as connection:
        return connection.execute(text("SELECT 1")).all()
