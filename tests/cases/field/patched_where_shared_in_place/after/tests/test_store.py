from unittest import mock

from app.store import Store


@mock.patch("app.store.shared_engine")
def test_count_uses_its_url(create):
    Store("db", "shop").count()
    create.assert_called_once_with("postgresql://store@db/shop")
