"""The application."""

from fastapi import FastAPI

from shop.routes import router


def create_app() -> FastAPI:
    app = FastAPI(title="shop")
    app.include_router(router)
    return app


app = create_app()
