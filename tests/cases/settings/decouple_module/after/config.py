from decouple import config

SECRET_KEY = config("SECRET_KEY")
DATABASE_URL = config("DATABASE_URL", default="sqlite:///db.sqlite3")
POOL_SIZE = config("POOL_SIZE", default=5, cast=int)
POOL_MAX_OVERFLOW = config("POOL_MAX_OVERFLOW", default=10, cast=int)
POOL_TIMEOUT = config("POOL_TIMEOUT", default=30, cast=int)
POOL_RECYCLE = config("POOL_RECYCLE", default=1800, cast=int)
WORKERS = config("WORKERS", default=2, cast=int)
