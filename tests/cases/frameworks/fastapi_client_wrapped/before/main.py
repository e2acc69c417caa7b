from fastapi import FastAPI

from src.routes import register

app = FastAPI()
register(app)
