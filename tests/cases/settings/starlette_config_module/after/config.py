from starlette.config import Config
from starlette.datastructures import Secret

config = Config(".env", env_prefix="APP_")

DEBUG = config("DEBUG", cast=bool, default=False)
DATABASE_URL = config("DATABASE_URL", cast=Secret)
POOL_SIZE = config("POOL_SIZE", cast=int, default=5)
POOL_MAX_OVERFLOW = config("POOL_MAX_OVERFLOW", cast=int, default=10)
POOL_TIMEOUT = config("POOL_TIMEOUT", cast=int, default=30)
POOL_RECYCLE = config("POOL_RECYCLE", cast=int, default=1800)
