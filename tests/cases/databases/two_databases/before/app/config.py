import os

DATABASE_URL = os.environ["DATABASE_URL"]
AUDIT_URL = os.environ["AUDIT_URL"]
