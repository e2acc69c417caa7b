from sqlalchemy import create_engine, text

from app.config import settings


def orders():
    engine = create_engine(settings.url.replace("postgresql://", "postgresql+psycopg2://"))
    with engine.connect() as connection:
        return connection.execute(text("SELECT 1")).scalar()
