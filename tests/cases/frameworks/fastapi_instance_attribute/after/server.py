import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from src.db import close_db, ping, pool_status


class Server:
    def __init__(self):
        self.app = FastAPI()

        _inner_lifespan = self.app.router.lifespan_context

        @asynccontextmanager
        async def _closing_lifespan(app: Any) -> AsyncIterator[Any]:
            """Close the database's pools after the application's own shutdown."""
            try:
                async with _inner_lifespan(app) as state:
                    yield state
            finally:
                close_db()

        self.app.router.lifespan_context = _closing_lifespan

        self.app.add_api_route("/", self.home)

        @self.app.get("/health/db")
        async def database_health() -> JSONResponse:
            """Answer with the pool's numbers, or 503 when the database does not answer."""
            if await asyncio.to_thread(ping):
                return JSONResponse(pool_status())
            return JSONResponse(
                {"status": "unavailable", **pool_status()},
                status_code=503,
                headers={"Cache-Control": "no-store"},
            )

    def home(self):
        return {}
