from flask import Flask

from app.mails import notify
from app.users import emails, names

app = Flask(__name__)


@app.get("/users")
def users():
    notify()
    return [names(), emails()]
