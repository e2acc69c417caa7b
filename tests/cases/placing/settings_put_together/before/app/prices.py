from sqlalchemy import create_engine, text

from app.config import settings


def prices():
    engine = create_engine(settings.url.replace("postgresql://", "postgresql+psycopg2://"))
    with engine.connect() as c:
        return c.execute(text("select 2")).scalar()
