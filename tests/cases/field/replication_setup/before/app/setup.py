import os

from app import replication


def initialise():
    address = os.getenv("DB_ADDRESS")
    replication.subscribe(address, name="site", publication="all")
