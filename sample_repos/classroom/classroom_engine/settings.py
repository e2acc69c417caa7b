"""Settings from the environment."""

import os


class Settings:
    DATABASE_URL: str = os.environ.get(
        "DATABASE_URL", "postgresql+psycopg://classroom:classroom@localhost:5432/classroom"
    )
    SCHOOL_NAME: str = os.environ.get("SCHOOL_NAME", "Elm Street School")
    PASS_MARK: int = int(os.environ.get("PASS_MARK", "50"))


settings = Settings()
