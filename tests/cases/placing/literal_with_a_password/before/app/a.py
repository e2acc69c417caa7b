from sqlalchemy import create_engine, text


def totals():
    with create_engine("postgresql://app:hunter2@db.example.net/shop").connect() as connection:
        return connection.execute(text("SELECT 1")).all()
