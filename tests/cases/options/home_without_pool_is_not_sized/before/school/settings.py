import os


class Settings:
    DATABASE_URL: str = os.environ.get("DATABASE_URL", "postgresql://localhost/school")


settings = Settings()
