from typing import TYPE_CHECKING

from fastapi import FastAPI

if TYPE_CHECKING:
    from fastapi import Response

app = FastAPI()


@app.get("/health")
def health() -> "Response":
    raise NotImplementedError
