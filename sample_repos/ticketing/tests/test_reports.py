import subprocess
import sys
from pathlib import Path
from unittest.mock import MagicMock

import src.report_service as rs
from src import refunds
from src.fraud.rules import is_suspicious

QR_BATCH = Path(__file__).parents[1] / "src" / "qr-verification" / "qr_batch.py"


def test_daily(client):
    report = client.get("/reports/daily").json()
    assert report["currency"] == "EUR"
    assert report["total"] == 125.0


def test_daily_names_the_configured_currency(client, settings_from):
    settings_from(REPORT_CURRENCY="CHF")
    assert rs.daily_report()["currency"] == "CHF"


def test_refunds(client):
    assert client.get("/reports/refunds").json() == [{"event_id": 2, "refunds": 1}]


def test_refunds_use_the_engine_of_the_reports(monkeypatch):
    engine = MagicMock()
    engine.connect.return_value.__enter__.return_value.execute.return_value.mappings.return_value = []
    monkeypatch.setattr("src.report_service._pg_engine", lambda: engine)
    assert refunds.refund_report() == []
    engine.connect.assert_called_once_with()


def test_forecast(client):
    assert client.get("/revenue/forecast").json() == [
        {"event": "Opera Night", "expected": 4900.0},
        {"event": "Jazz Brunch", "expected": 475.0},
    ]


def test_suspicious(client):
    assert client.get("/fraud/suspicious").json() == [3]


def test_rules():
    assert is_suspicious(scans=4, gates=1, limit=3)
    assert is_suspicious(scans=2, gates=2, limit=3)
    assert not is_suspicious(scans=3, gates=1, limit=3)


def test_waitlist_and_notifications(client):
    assert client.get("/waitlist").json() == [{"event_id": 2, "people": 1}]
    assert client.get("/notifications/pending").json() == [{"id": 1, "email": "alan@example.org"}]


def test_who_was_told_no_longer_waits(client):
    from src.notifications import mark_notified

    mark_notified(1)
    assert client.get("/notifications/pending").json() == []


def test_codes_are_checked_offline(tmp_path):
    codes = tmp_path / "codes.csv"
    codes.write_text("T1-1f93603d\nT1-00000000\n")
    done = subprocess.run([sys.executable, QR_BATCH, codes], capture_output=True, text=True)
    assert done.returncode == 1
    assert "invalid: T1-00000000" in done.stdout
