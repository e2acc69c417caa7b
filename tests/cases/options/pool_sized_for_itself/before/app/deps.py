import os
from collections.abc import Iterator

from sqlalchemy import create_engine
from sqlalchemy.orm import Session


def session() -> Iterator[Session]:
    with Session(create_engine(os.environ["DATABASE_URL"])) as session:
        yield session
