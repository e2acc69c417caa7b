import os

FOLDER = os.environ["FOLDER"]
