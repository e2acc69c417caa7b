import os

from pymongo import MongoClient

client = MongoClient(os.environ["MONGO_URL"])


def create_engine():
    return client
