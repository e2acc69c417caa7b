from fastapi import FastAPI
from fastapi.responses import FileResponse

app = FastAPI()


@app.get("/items")
def items():
    return []


# The single-page application
@app.get("/{path:path}")
def page(path: str):
    return FileResponse("index.html")
