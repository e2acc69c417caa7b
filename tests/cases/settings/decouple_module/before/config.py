from decouple import config

SECRET_KEY = config("SECRET_KEY")
DATABASE_URL = config("DATABASE_URL", default="sqlite:///db.sqlite3")
WORKERS = config("WORKERS", default=2, cast=int)
