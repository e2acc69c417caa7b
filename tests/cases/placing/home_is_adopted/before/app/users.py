from app.database import get_db


def users():
    return next(get_db())
