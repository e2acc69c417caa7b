import os


class Config:
    SECRET = os.getenv("SECRET", "")
    DATABASE_URL = os.getenv("DATABASE_URL", "postgresql://localhost/app")
    WORKERS: int = int(os.getenv("WORKERS", "2"))
