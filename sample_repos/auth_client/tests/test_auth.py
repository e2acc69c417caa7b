from unittest import mock

from auth_service import auth
from auth_service.auth import get_db_client
from auth_service.main import app
from auth_service.passwords import hash_password, matches


def test_passwords():
    stored = hash_password("secret")
    assert matches("secret", stored)
    assert not matches("Secret", stored)


def test_login_and_logout(client, token):
    header = {"Authorization": f"Bearer {token}"}
    assert client.get("/me", headers=header).json() == {"name": "ada"}
    assert client.get("/guest", headers=header).json() == {"name": "ada"}
    assert client.get("/logins/count").json() == {"logins": 1}
    assert client.delete("/logins", headers=header).status_code == 204
    assert client.get("/me", headers=header).status_code == 401
    assert client.get("/guest", headers=header).json() == {"name": "guest"}


def test_the_service_works_after_a_logout(client, token):
    client.delete("/logins", headers={"Authorization": f"Bearer {token}"})
    assert client.post("/logins", json={"name": "ada", "password": "lovelace"}).status_code == 201


def test_names_are_unique(client, token):
    assert client.post("/users", json={"name": "ada", "password": "x"}).status_code == 409
    assert client.get("/users").json() == ["ada"]


def test_wrong_password(client, token):
    assert client.post("/logins", json={"name": "ada", "password": "byron"}).status_code == 401


def test_the_life_of_a_token_is_configured(client, token, monkeypatch):
    monkeypatch.setenv("TOKEN_HOURS", "-1")
    old = client.post("/logins", json={"name": "ada", "password": "lovelace"}).json()["token"]
    assert auth.name_of(old) is None


def test_the_client_can_be_replaced(client):
    fake = mock.Mock()
    fake.list_users.return_value = ["grace"]
    app.dependency_overrides[get_db_client] = lambda: fake
    try:
        assert client.get("/users").json() == ["grace"]
    finally:
        app.dependency_overrides.clear()


def test_the_name_of_a_token_is_asked_from_the_client():
    with mock.patch("auth_service.auth.get_db_client") as factory:
        factory.return_value.find_login.return_value = "grace"
        assert auth.name_of("t") == "grace"
