from unittest import mock

from auth_service import audit


def test_what_happened_is_recorded(client, token):
    assert client.get("/audit").json() == [
        {"event": "login", "name": "ada"},
        {"event": "registered", "name": "ada"},
    ]


def test_records_go_to_the_given_client():
    client = mock.Mock()
    audit.record("login", "ada", client)
    client.add_audit.assert_called_once_with("login", "ada")
