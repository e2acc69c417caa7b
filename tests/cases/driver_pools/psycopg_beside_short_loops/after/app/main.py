import atexit

from flask import Flask

from app.driver_pool import close_db_pool
from app.mails import notify
from app.users import emails, names

app = Flask(__name__)

atexit.register(close_db_pool)


@app.get("/users")
def users():
    notify()
    return [names(), emails()]
