from sqlalchemy import create_engine, text

from shop.config import settings


def stock():
    with create_engine(settings.SHOP_DATABASE_URL).connect() as connection:
        return connection.execute(text("SELECT 1")).all()
