import asyncio
from unittest import mock

import pytest

from app.routers import stats


@pytest.mark.usefixtures("overrides")
def test_counts_in_several_loops(call):
    call(("POST", "/parcels", {"code": "A1"}), ("POST", "/parcels", {"code": "A2"}))
    for _ in range(3):
        (response,) = call(("GET", "/stats"))
        assert response.json() == {"announced": 2}


def test_concurrent_counts():
    async def many():
        return await asyncio.gather(*(stats.count_by_status() for _ in range(5)))

    assert asyncio.run(many()) == [{}] * 5


def test_the_desk_sees_what_the_count_says(call):
    with mock.patch("app.routers.stats.count_by_status", return_value={"lost": 1}):
        (response,) = call(("GET", "/stats"))
    assert response.json() == {"lost": 1}
