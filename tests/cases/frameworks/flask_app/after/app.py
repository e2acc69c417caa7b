import atexit
from typing import Any

from flask import Flask, jsonify

from src.db import close_db, ping, pool_status

app = Flask(__name__)

atexit.register(close_db)


@app.route("/health", methods=["GET"])
def health():
    return jsonify(status="ok")


@app.route("/health/db")
def database_health() -> Any:
    """Answer with the pool's numbers, or 503 when the database does not answer."""
    if ping():
        return pool_status()
    unavailable = {"status": "unavailable", **pool_status()}
    return unavailable, 503, {"Cache-Control": "no-store"}


@app.route("/invoices")
def invoices():
    return jsonify([])


if __name__ == "__main__":
    app.run()
