import os


class Config:
    SECRET_KEY = os.environ.get("SECRET_KEY", "dev")
    SQLALCHEMY_DATABASE_URI = os.environ.get("DATABASE_URL", "sqlite:///app.db")
    POOL_SIZE = int(os.environ.get("POOL_SIZE", "5"))
    POOL_MAX_OVERFLOW = int(os.environ.get("POOL_MAX_OVERFLOW", "10"))
    POOL_TIMEOUT = int(os.environ.get("POOL_TIMEOUT", "30"))
    POOL_RECYCLE = int(os.environ.get("POOL_RECYCLE", "1800"))
    SQLALCHEMY_TRACK_MODIFICATIONS = False


class TestingConfig(Config):
    TESTING = True
    SQLALCHEMY_DATABASE_URI = "sqlite://"
