import os


class Settings:
    DATABASE_URL: str = os.environ.get("DATABASE_URL", "postgresql://localhost/school")
    ARCHIVE_URL: str = os.environ.get("ARCHIVE_URL", "postgresql://localhost/archive")


settings = Settings()
