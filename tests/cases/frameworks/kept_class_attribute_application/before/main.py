from flask import Flask


class Site:
    app = Flask("site")
