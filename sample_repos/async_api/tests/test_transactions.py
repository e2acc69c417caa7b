"""The dependency of the couriers, without override: one transaction for each request."""

import asyncio

import pytest
from sqlalchemy import select

from app.models import Courier
from app.routers import couriers


async def _hire(name, failure=None):
    dependency = couriers.get_db()
    session = await anext(dependency)
    session.add(Courier(name=name))
    if failure is not None:
        await dependency.athrow(failure)
        return
    with pytest.raises(StopAsyncIteration):
        await anext(dependency)


async def _names():
    dependency = couriers.get_db()
    session = await anext(dependency)
    names = list(await session.scalars(select(Courier.name)))
    await dependency.aclose()
    return names


def test_the_end_of_a_request_commits():
    asyncio.run(_hire("Ida"))
    assert asyncio.run(_names()) == ["Ida"]


def test_an_error_rolls_back():
    with pytest.raises(ValueError):
        asyncio.run(_hire("Ida", ValueError("no")))
    assert asyncio.run(_names()) == []


def test_sessions_of_the_couriers_do_not_flush_by_themselves():
    async def flag():
        dependency = couriers.get_db()
        session = await anext(dependency)
        autoflush = session.sync_session.autoflush
        await dependency.aclose()
        return autoflush

    assert asyncio.run(flag()) is False
