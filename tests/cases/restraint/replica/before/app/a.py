import os

from sqlalchemy import create_engine

replica = create_engine(os.environ["READ_REPLICA_URL"])
