from sqlalchemy import text

from billing.orders import make_engine


def audit():
    engine = make_engine()
    with engine.connect() as connection:
        rows = connection.execute(text("select 3")).all()
    engine.dispose()
    return rows
