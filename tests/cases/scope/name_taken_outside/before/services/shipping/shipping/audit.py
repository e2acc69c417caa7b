from sqlalchemy import text

from billing.orders import _engine


def audit():
    with _engine().connect() as connection:
        return connection.execute(text("select 3")).all()
