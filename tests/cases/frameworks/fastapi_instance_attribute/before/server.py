from fastapi import FastAPI


class Server:
    def __init__(self):
        self.app = FastAPI()
        self.app.add_api_route("/", self.home)

    def home(self):
        return {}
