from fastapi import FastAPI

from app.totals import total

app = FastAPI()
app.get("/total")(total)
