from libs.database import engine
from sqlalchemy import text

from billing.names import NAME


def orders():
    with engine.connect() as connection:
        return connection.execute(text("select 1"), {"name": NAME}).all()
