from app.db import shared_engine


def totals():
    return shared_engine("postgresql://db/shop").connect()
