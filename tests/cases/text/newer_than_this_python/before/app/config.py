import os

type Url = str

DATABASE_URL: Url = os.environ["DATABASE_URL"]
