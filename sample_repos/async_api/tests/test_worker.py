import asyncio
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app import worker
from app.models import Parcel, utc_now


@pytest.fixture
def old_parcels(test_engine):
    async def insert():
        async with AsyncSession(test_engine) as session:
            month_ago = utc_now() - timedelta(days=30)
            session.add(Parcel(code="old", status="moving", seen_at=month_ago))
            session.add(Parcel(code="new", status="moving"))
            await session.commit()

    asyncio.run(insert())


def _status(test_engine, code):
    async def read():
        async with AsyncSession(test_engine) as session:
            return await session.scalar(select(Parcel.status).where(Parcel.code == code))

    return asyncio.run(read())


def test_each_round_has_its_own_loop(old_parcels, test_engine):
    assert [worker.run_once() for _ in range(3)] == [1, 0, 0]
    assert _status(test_engine, "old") == "lost"
    assert _status(test_engine, "new") == "moving"


def test_the_process_ends(old_parcels):
    done = subprocess.run(
        [sys.executable, "-m", "app.worker"],
        cwd=Path(__file__).parents[1],
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 0, done.stderr
    assert "1 parcels are lost" in done.stderr
