"""Application factory."""

from __future__ import annotations

from fastapi import FastAPI

from app.routers import orders


def create_app(debug: bool = False) -> FastAPI:
    app = FastAPI(debug=debug)
    app.include_router(orders.router)

    @app.get("/")
    def home():
        return {}

    return app
