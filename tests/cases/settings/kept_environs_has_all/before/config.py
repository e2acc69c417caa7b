from environs import Env

env = Env()

DATABASE_URL = env.str("DATABASE_URL")
POOL_SIZE = env.int("POOL_SIZE", 5)
POOL_MAX_OVERFLOW = env.int("POOL_MAX_OVERFLOW", 10)
POOL_TIMEOUT = env.int("POOL_TIMEOUT", 30)
POOL_RECYCLE = env.int("POOL_RECYCLE", 1800)
