from unittest.mock import patch

from shop.db import ping


def test_ping():
    with patch("shop.db.shared_engine") as create_engine:
        ping()
    assert create_engine.called
