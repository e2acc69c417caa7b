from typing import Any

from quart import Quart

from src.db import close_async_db, ping_async, pool_status

app = Quart(__name__)


@app.after_serving
async def close_database() -> None:
    """Close the database's pools."""
    await close_async_db()


@app.get("/")
async def home():
    return "hello"


@app.route("/health/db")
async def database_health() -> Any:
    """Answer with the pool's numbers, or 503 when the database does not answer."""
    if await ping_async():
        return pool_status()
    unavailable = {"status": "unavailable", **pool_status()}
    return unavailable, 503, {"Cache-Control": "no-store"}
