from flask import Flask

from app import orders, users

app = Flask(__name__)


@app.get("/users")
def list_users():
    return users.names() + orders.totals()
