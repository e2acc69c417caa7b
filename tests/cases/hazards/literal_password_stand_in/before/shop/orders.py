import os

from sqlalchemy import create_engine

EXAMPLE = "postgresql://user:<password>@host/name"
engine = create_engine(os.getenv("ORDERS_URL", "postgresql://postgres:postgres@localhost/orders"))
