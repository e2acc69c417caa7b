import os
from dataclasses import dataclass


@dataclass
class Config:
    database_url: str
    secret_key: str
    debug: bool = False

    @classmethod
    def from_env(cls) -> "Config":
        return cls(
            database_url=os.environ["DATABASE_URL"],
            secret_key=os.environ["SECRET_KEY"],
            debug=os.environ.get("DEBUG") == "1",
        )


config = Config.from_env()
