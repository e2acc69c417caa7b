"""Three databases: SQLite files, unless the environment names others.

On SQLite the replica is a file of its own, so that a query to the wrong database is seen.
"""

import os
import tempfile

folder = tempfile.mkdtemp(prefix="shop-")
for variable in ("SHOP_DATABASE_URL", "SHOP_ANALYTICS_URL", "SHOP_REPLICA_URL"):
    os.environ.setdefault(variable, f"sqlite:///{folder}/{variable.lower()}.db")

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, insert
from sqlalchemy.pool import NullPool

from shop.app import app
from shop.schema import create_tables
from shop.tables import main, products, visits_metadata


def engine_of(variable):
    return create_engine(os.environ[variable], poolclass=NullPool)


def fill(engine):
    with engine.begin() as connection:
        connection.execute(insert(products).values(name="lamp", price=30, stock=2))
        connection.execute(insert(products).values(name="chair", price=80, stock=0))


@pytest.fixture(autouse=True)
def databases():
    engines = {
        variable: engine_of(variable) for variable in ("SHOP_DATABASE_URL", "SHOP_ANALYTICS_URL", "SHOP_REPLICA_URL")
    }
    main.drop_all(engines["SHOP_DATABASE_URL"])
    visits_metadata.drop_all(engines["SHOP_ANALYTICS_URL"])
    create_tables()
    fill(engines["SHOP_DATABASE_URL"])
    if os.environ["SHOP_REPLICA_URL"] != os.environ["SHOP_DATABASE_URL"]:
        main.drop_all(engines["SHOP_REPLICA_URL"])
        main.create_all(engines["SHOP_REPLICA_URL"])
        fill(engines["SHOP_REPLICA_URL"])


@pytest.fixture
def client():
    with TestClient(app) as test_client:
        yield test_client
