from unittest.mock import MagicMock, patch


def test_health_needs_no_database(client):
    with patch("src.routers.health.get_engine", side_effect=RuntimeError("down")):
        assert client.get("/health").json() == {"status": "ok", "service": "ticketing"}


def test_ready_asks_the_database(client):
    assert client.get("/ready").json() == {"status": "ready"}


def test_ready_says_when_the_database_is_down(client):
    with patch("src.routers.health.get_engine") as factory:
        factory.return_value.connect.side_effect = RuntimeError("down")
        response = client.get("/ready")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable"}


def test_ready_uses_one_connection(client):
    engine = MagicMock()
    with patch("src.routers.health.get_engine", return_value=engine):
        client.get("/ready")
    engine.connect.assert_called_once_with()
