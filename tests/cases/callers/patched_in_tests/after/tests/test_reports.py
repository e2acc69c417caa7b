from unittest import mock

from app import reports


def test_totals():
    with mock.patch("app.reports.get_engine") as engine:
        reports.totals()
    assert engine.called
