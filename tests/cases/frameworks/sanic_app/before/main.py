import json

from sanic import Sanic
from sanic.response import text

app = Sanic("shop")


@app.get("/")
async def home(request):
    return text(json.dumps({}))
