import pytest

pytestmark = pytest.mark.usefixtures("overrides")


def test_announce_and_read(call):
    created, read, missing = call(
        ("POST", "/parcels", {"code": "A1"}), ("GET", "/parcels/A1"), ("GET", "/parcels/none")
    )
    assert created.status_code == 201
    assert read.json() == {"id": created.json()["id"], "code": "A1", "status": "announced"}
    assert missing.status_code == 404


def test_list_in_another_loop(call):
    call(("POST", "/parcels", {"code": "A1"}), ("POST", "/parcels", {"code": "A2"}))
    (response,) = call(("GET", "/parcels"))
    assert [parcel["code"] for parcel in response.json()] == ["A1", "A2"]


def test_couriers(call):
    created, listed = call(("POST", "/couriers", {"name": "Ida"}), ("GET", "/couriers"))
    assert created.status_code == 201
    assert [courier["name"] for courier in listed.json()] == ["Ida"]
