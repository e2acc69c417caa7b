from models.base import Session


def names():
    with Session() as session:
        return session.connection().exec_driver_sql("SELECT name FROM games").all()
