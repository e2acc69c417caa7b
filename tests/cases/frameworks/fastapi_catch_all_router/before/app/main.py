from fastapi import FastAPI

from app import items, pages

app = FastAPI()
app.include_router(items.router)
app.include_router(pages.router)
