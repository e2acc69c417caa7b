from libs.common.settings import settings
from sqlalchemy import create_engine, text

from shipping.names import NAME


def stock():
    engine = create_engine(settings.DATABASE_URL)
    with engine.connect() as connection:
        return connection.execute(text("select 1"), {"name": NAME}).all()
