from sqlalchemy import create_engine, text


def subscribe(address, name, publication):
    statement = f"""
        CREATE SUBSCRIPTION {name}
        CONNECTION 'host=primary'
        PUBLICATION {publication}
    """
    engine = create_engine(address)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
