import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Response as fastapi_Response

from sqlalchemy import exc, text
from sqlalchemy.pool import QueuePool
from src.db import close_db, get_engine

if TYPE_CHECKING:
    from fastapi import Response


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Close the database's pools when the application stops."""
    yield
    close_db()


app = FastAPI(lifespan=lifespan)


@app.get("/health")
def health() -> "Response":
    raise NotImplementedError


_probe = threading.Thread()
_probing = threading.Lock()
_answers = True


def _ask_database() -> None:
    global _answers
    try:
        with get_engine().connect() as connection:
            connection.execute(text("SELECT 1"))
        _answers = True
    except exc.TimeoutError:
        pass  # tells of load, not of the database: the last answer stands
    except Exception as error:  # may name host and user
        logging.getLogger(__name__).warning("no answer: %r", type(error))
        _answers = False


def _database_status() -> tuple[bool, dict[str, Any]]:
    """Whether the database answers (one probe asks), and the numbers."""
    global _answers, _probe
    pool: Any = get_engine().pool
    counted = isinstance(pool, QueuePool)
    limit = pool.size() + getattr(pool, "_max_overflow", 0) if counted else 0
    if not counted or pool.checkedout() < limit:  # else the last answer stands
        with _probing:
            wait = 5 if _answers or not _probe.is_alive() else 0
            if not _probe.is_alive():
                _probe = threading.Thread(target=_ask_database, daemon=True)
                _probe.start()
        _probe.join(wait)
        _answers = _answers and not _probe.is_alive()
    return _answers, {
        "pool_size": pool.size() if counted else None,
        "checked_in": pool.checkedin() if counted else None,
        "checked_out": pool.checkedout() if counted else None,
        "overflow": max(0, pool.overflow()) if counted else None,
    }


@app.get("/health/db")
def database_health(response: fastapi_Response) -> dict[str, Any]:
    """Answer with the pool's numbers; for readiness, not liveness."""
    answers, numbers = _database_status()
    response.status_code = 200 if answers else 503
    response.headers["Cache-Control"] = "no-store"
    return numbers
