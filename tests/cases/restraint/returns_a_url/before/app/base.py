import os


def get_db_engine():
    return os.getenv("ENGINE", "postgresql")


def create_engine_name():
    return get_db_engine()
