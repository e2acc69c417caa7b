import os
from dataclasses import dataclass


@dataclass
class Config:
    database_url: str
    secret_key: str


def main():
    config = Config(
        database_url=os.environ["DATABASE_URL"],
        secret_key=os.environ["SECRET_KEY"],
    )
    print(config)
