from fastapi import FastAPI

from app.setup import configure

app = FastAPI(title="shop")
configure(app)
