import pytest


@pytest.mark.usefixtures("overrides")
def test_a_scan_moves_the_parcel(call):
    _, scanned, unknown, latest, parcel = call(
        ("POST", "/parcels", {"code": "A1"}),
        ("POST", "/scans", {"code": "A1", "place": "depot"}),
        ("POST", "/scans", {"code": "B2", "place": "depot"}),
        ("GET", "/scans"),
        ("GET", "/parcels/A1"),
    )
    assert scanned.status_code == 201
    assert unknown.status_code == 404
    assert latest.json() == [{"code": "A1", "place": "depot"}]
    assert parcel.json()["status"] == "moving"
