from sqlalchemy import create_engine, text


def details():
    with create_engine("postgresql://app:hunter2@db.example.net/shop").connect() as connection:
        return connection.execute(text("SELECT 1")).all()
