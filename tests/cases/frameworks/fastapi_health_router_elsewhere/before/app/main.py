from fastapi import FastAPI

from .health import router

app = FastAPI(
    title="shop",
    version="1.0",
)
app.include_router(router, prefix="/api")


@app.get("/")
def home():
    return {}
