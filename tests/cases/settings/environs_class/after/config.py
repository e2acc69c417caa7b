import environ

env = environ.Env()


class Settings:
    database_url = env("DATABASE_URL", default="sqlite://")
    pool_size = env.int("POOL_SIZE", default=5)
    pool_max_overflow = env.int("POOL_MAX_OVERFLOW", default=10)
    pool_timeout = env.int("POOL_TIMEOUT", default=30)
    pool_recycle = env.int("POOL_RECYCLE", default=1800)
    workers = env.int("WORKERS", default=4)


settings = Settings()
