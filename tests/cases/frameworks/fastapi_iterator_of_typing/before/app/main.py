import time
from typing import AsyncIterator

from fastapi import FastAPI

app = FastAPI()


async def numbers() -> AsyncIterator[int]:
    yield time.time_ns()
