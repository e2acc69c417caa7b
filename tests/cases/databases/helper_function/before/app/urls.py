from app.config import DATABASE_URL


def get_database_url():
    return DATABASE_URL
