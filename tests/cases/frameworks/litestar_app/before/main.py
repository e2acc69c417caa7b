from litestar import Litestar, get


@get("/")
async def home() -> str:
    return "hello"


app = Litestar([home])
