from fastapi import FastAPI

from app import a, b

app = FastAPI()
