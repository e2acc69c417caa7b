from app.database import engine


def load(rows):
    with engine.begin() as connection:
        connection.execute("INSERT INTO loaded VALUES (:n)", rows)
