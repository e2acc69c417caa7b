import pytest
from sqlalchemy import create_engine

from app.config import DATABASE_URL


@pytest.fixture
def engine():
    engine = create_engine(DATABASE_URL)
    yield engine
    engine.dispose()
