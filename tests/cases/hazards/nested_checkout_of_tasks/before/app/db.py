import os

from sqlalchemy.ext.asyncio import create_async_engine


def get_engine():
    return create_async_engine(os.environ["DATABASE_URL"])
