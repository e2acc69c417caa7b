import environ

env = environ.Env()


class Settings:
    database_url = env("DATABASE_URL", default="sqlite://")
    workers = env.int("WORKERS", default=4)


settings = Settings()
