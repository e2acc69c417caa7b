from src import search_service


def test_list(client):
    assert [event["name"] for event in client.get("/events").json()] == ["Opera Night", "Jazz Brunch"]


def test_read(client):
    assert client.get("/events/2").json()["seats"] == 20
    assert client.get("/events/99").status_code == 404


def test_create(client):
    response = client.post("/events", json={"name": "Ballet", "seats": 50})
    assert response.status_code == 201
    assert client.get(f"/events/{response.json()['id']}").json()["name"] == "Ballet"


def test_inventory(client):
    assert [row["seats_left"] for row in client.get("/inventory").json()] == [98, 19]


def test_search(client):
    assert [row["name"] for row in client.get("/search", params={"q": "opera"}).json()] == ["Opera Night"]


def test_search_without_database_is_empty(settings_from):
    settings_from(DATABASE_URL="")
    assert search_service.get_search_engine() is None
    assert search_service.search_events("opera") == []


def test_search_survives_a_broken_url(settings_from):
    settings_from(DATABASE_URL="not a url")
    assert search_service.search_events("opera") == []
