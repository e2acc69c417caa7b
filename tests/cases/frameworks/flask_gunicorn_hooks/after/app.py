from typing import Any

from flask import Flask

from src.db import ping, pool_status

app = Flask(__name__)


@app.route("/health/db")
def database_health() -> Any:
    """Answer with the pool's numbers, or 503 when the database does not answer."""
    if ping():
        return pool_status()
    unavailable = {"status": "unavailable", **pool_status()}
    return unavailable, 503, {"Cache-Control": "no-store"}
