import os


def make():
    class Config:
        DATABASE_URL = os.getenv("DATABASE_URL")
        DEBUG = os.getenv("DEBUG")

    return Config
