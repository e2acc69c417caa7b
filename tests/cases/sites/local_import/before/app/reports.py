from app.config import DATABASE_URL


def totals():
    from sqlalchemy import create_engine, text

    engine = create_engine(DATABASE_URL)
    with engine.connect() as connection:
        return connection.execute(text("SELECT 1")).all()
