"""Is the process alive, and does its database answer?"""

import logging

from fastapi import APIRouter, Response
from sqlalchemy import text

from src.analytics.models import get_engine
from src.config import get_settings

log = logging.getLogger(__name__)

router = APIRouter(tags=["health"])


@router.get("/health")
def health() -> dict:
    return {"status": "ok", "service": get_settings().APP_NAME}


@router.get("/ready")
def ready(response: Response) -> dict:
    try:
        engine = get_engine()
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except Exception:
        log.exception("the database does not answer")
        response.status_code = 503
        return {"status": "unavailable"}
    return {"status": "ready"}
