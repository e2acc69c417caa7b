from fastapi import FastAPI

from .v1 import api as v1

server = FastAPI()
server.mount("/api/v1", v1)
