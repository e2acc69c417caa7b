from aiohttp import web

from app.health import routes

from src.db import close_db

app = web.Application()


async def close_database(app: web.Application) -> None:
    """Close the database's pools."""
    close_db()


app.on_cleanup.append(close_database)

app.add_routes(routes)
