from contextlib import asynccontextmanager

from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app: FastAPI):
    yield
    print("""
Good bye
""")


app = FastAPI(lifespan=lifespan)
