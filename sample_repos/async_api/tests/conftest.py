"""Empty tables for each test, and a client whose requests run in the test's own event loop."""

import asyncio
import os
import tempfile

os.environ.setdefault("DATABASE_URL", f"sqlite+aiosqlite:///{tempfile.mkdtemp(prefix='parcels-')}/test.db")

import httpx
import pytest
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.pool import NullPool

from app.config import async_database_url
from app.main import app
from app.models import Base
from app.routers import couriers, parcels


@pytest.fixture
def test_engine():
    return create_async_engine(async_database_url(), poolclass=NullPool)


@pytest.fixture(autouse=True)
def tables(test_engine):
    async def recreate():
        async with test_engine.begin() as connection:
            await connection.run_sync(Base.metadata.drop_all)
            await connection.run_sync(Base.metadata.create_all)

    asyncio.run(recreate())


@pytest.fixture
def overrides(test_engine):
    """Both dependencies named get_db use the test's engine."""
    factory = async_sessionmaker(test_engine, expire_on_commit=False)

    async def get_test_db():
        async with factory() as session:
            yield session
            await session.commit()

    app.dependency_overrides[parcels.get_db] = get_test_db
    app.dependency_overrides[couriers.get_db] = get_test_db
    yield
    app.dependency_overrides.clear()


@pytest.fixture
def call():
    """Send requests one after the other in a new event loop; returns the responses."""

    async def send(requests):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return [await client.request(method, path, json=body) for method, path, body in requests]

    def run(*requests):
        return asyncio.run(send([(*request, None)[:3] for request in requests]))

    return run
