import os
import tempfile

os.environ.setdefault("DATABASE_URL", f"sqlite:///{tempfile.mkdtemp(prefix='auth-')}/test.db")

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from auth_service.main import app
from auth_service.tables import metadata


@pytest.fixture(autouse=True)
def tables():
    engine = create_engine(os.environ["DATABASE_URL"], poolclass=NullPool)
    metadata.drop_all(engine)
    metadata.create_all(engine)


@pytest.fixture
def client():
    with TestClient(app) as test_client:
        yield test_client


@pytest.fixture
def token(client):
    credentials = {"name": "ada", "password": "lovelace"}
    assert client.post("/users", json=credentials).status_code == 201
    return client.post("/logins", json=credentials).json()["token"]
