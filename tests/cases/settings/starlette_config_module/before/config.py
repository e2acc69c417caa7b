from starlette.config import Config
from starlette.datastructures import Secret

config = Config(".env", env_prefix="APP_")

DEBUG = config("DEBUG", cast=bool, default=False)
DATABASE_URL = config("DATABASE_URL", cast=Secret)
