from typing import TYPE_CHECKING

from fastapi import FastAPI

if TYPE_CHECKING:
    from fastapi.responses import JSONResponse

app = FastAPI()


@app.get("/health")
def health() -> "JSONResponse":
    raise NotImplementedError
