from billing.config import DATABASE_URL


def report():
    return DATABASE_URL
