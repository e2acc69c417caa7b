import os

import helper
from sqlalchemy import create_engine

engine = create_engine(os.environ["DATABASE_URL"])
helper.go(engine)

if __name__ == "__main__":
    helper.go(engine)
