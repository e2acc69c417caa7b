from app.reports import get_engine as make


def run():
    with make().connect() as connection:
        return connection.execute("SELECT 1").all()
