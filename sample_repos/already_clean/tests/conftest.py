import os
import tempfile

os.environ.setdefault("DATABASE_URL", f"sqlite:///{tempfile.mkdtemp(prefix='weather-')}/test.db")

import pytest
from fastapi.testclient import TestClient

from weather.db import get_engine
from weather.main import app
from weather.models import Base


@pytest.fixture
def client():
    Base.metadata.drop_all(get_engine())
    with TestClient(app) as test_client:
        yield test_client
