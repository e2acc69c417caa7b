from libs.common.settings import settings
from sqlalchemy import create_engine, text

from billing.names import NAME


def orders():
    engine = create_engine(settings.DATABASE_URL)
    with engine.connect() as connection:
        return connection.execute(text("select 1"), {"name": NAME}).all()
