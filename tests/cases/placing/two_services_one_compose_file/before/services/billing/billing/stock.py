from sqlalchemy import create_engine, text

from billing.config import settings


def stock():
    with create_engine(settings.BILLING_DATABASE_URL).connect() as connection:
        return connection.execute(text("SELECT 1")).all()
