from sqlalchemy import create_engine, text


def totals(customer):
    engine = create_engine(customer.database_url)
    with engine.connect() as connection:
        return connection.execute(text("SELECT 1")).all()
