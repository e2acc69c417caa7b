from fastapi import FastAPI

from app.jobs import router

app = FastAPI()
app.include_router(router)
