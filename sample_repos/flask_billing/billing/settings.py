"""Settings from the environment."""

import os

DATABASE_URL = os.environ.get("DATABASE_URL", "mysql+pymysql://billing:billing@localhost:3306/billing")
CURRENCY = os.environ.get("CURRENCY", "EUR")
DUE_DAYS = int(os.environ.get("DUE_DAYS", "30"))
