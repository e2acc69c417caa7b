"""Settings."""
from os import environ

DATABASE_URL   = environ["DATABASE_URL"]
POOL_SIZE      = int(environ.get("POOL_SIZE", 5))
POOL_MAX_OVERFLOW = int(environ.get("POOL_MAX_OVERFLOW", 10))
POOL_TIMEOUT   = int(environ.get("POOL_TIMEOUT", 30))
POOL_RECYCLE   = int(environ.get("POOL_RECYCLE", 1800))
WORKERS        = int(environ.get("WORKERS", 4))
REQUEST_LIMIT  = int(environ.get("REQUEST_LIMIT", 100))
DEBUG          = environ.get("DEBUG", "") == "1"
