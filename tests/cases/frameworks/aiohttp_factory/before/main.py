from aiohttp import web

from app.views import page


async def make_app():
    app = web.Application()
    app.router.add_get("/{tail:.*}", page)
    return app
