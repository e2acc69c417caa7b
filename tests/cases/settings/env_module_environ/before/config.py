"""Settings."""
from os import environ

DATABASE_URL   = environ["DATABASE_URL"]
WORKERS        = int(environ.get("WORKERS", 4))
REQUEST_LIMIT  = int(environ.get("REQUEST_LIMIT", 100))
DEBUG          = environ.get("DEBUG", "") == "1"
