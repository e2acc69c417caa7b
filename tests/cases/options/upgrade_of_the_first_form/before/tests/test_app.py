from fastapi.testclient import TestClient

from app.main import app


def test_app():
    assert TestClient(app).get("/nothing").status_code == 404
