from starlette.testclient import TestClient


def client_for(app):
    return TestClient(app)
