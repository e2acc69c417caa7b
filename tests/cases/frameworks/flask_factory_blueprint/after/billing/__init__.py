import atexit

from flask import Flask

from billing.health import bp

from src.db import close_db


def create_app():
    app = Flask(__name__)
    app.register_blueprint(bp)
    return app


atexit.register(close_db)
