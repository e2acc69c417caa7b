from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


def get_engine():
    return db.engine
