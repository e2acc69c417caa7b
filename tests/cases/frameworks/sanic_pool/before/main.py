from sanic import Sanic

app = Sanic("service")
