from aiohttp import web

from app.health import routes

app = web.Application()
app.add_routes(routes)
