import os

DATABASE_URL = os.environ["APP_DATABASE_URL"]
POOL_SIZE = int(os.environ.get("APP_POOL_SIZE", "5"))
POOL_MAX_OVERFLOW = int(os.environ.get("APP_POOL_MAX_OVERFLOW", "10"))
POOL_TIMEOUT = int(os.environ.get("APP_POOL_TIMEOUT", "30"))
POOL_RECYCLE = int(os.environ.get("APP_POOL_RECYCLE", "1800"))
PORT = int(os.environ.get("APP_PORT", "80"))
