"""The application."""

from contextlib import asynccontextmanager

from fastapi import FastAPI

from src.analytics.models import init_db
from src.config import get_settings
from src.logging_config import configure_logging
from src.routers import analytics, events, health, reports, waitlist


@asynccontextmanager
async def lifespan(app: FastAPI):
    configure_logging()
    init_db()
    yield


app = FastAPI(title=get_settings().APP_NAME, lifespan=lifespan)
app.include_router(health.router)
app.include_router(events.router)
app.include_router(analytics.router)
app.include_router(reports.router)
app.include_router(waitlist.router)
