import os
import tempfile

os.environ.setdefault("DATABASE_URL", f"sqlite:///{tempfile.mkdtemp(prefix='classroom-')}/test.db")

import pytest
from fastapi.testclient import TestClient

from classroom_engine.database import Base, engine
from classroom_engine.main import app


@pytest.fixture(autouse=True)
def tables():
    Base.metadata.drop_all(bind=engine)
    Base.metadata.create_all(bind=engine)


@pytest.fixture
def client():
    with TestClient(app) as test_client:
        yield test_client
