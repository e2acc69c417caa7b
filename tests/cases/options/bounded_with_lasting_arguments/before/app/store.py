import os

from sqlalchemy import create_engine


class Store:
    def __init__(self) -> None:
        self.engine = create_engine(os.environ["DATABASE_URL"], connect_args={"connect_timeout": 5})
