from fastapi import FastAPI

from app.start import lifespan

app = FastAPI(lifespan=lifespan)
