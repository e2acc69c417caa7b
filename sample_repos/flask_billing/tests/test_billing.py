from datetime import date, timedelta
from unittest import mock

from billing import create_app, reports


def test_ping(client):
    assert client.get("/ping").get_json() == {"status": "ok"}


def test_customers(client, invoice):
    assert client.get("/customers").get_json() == [{"id": invoice["customer"], "name": "Ada"}]
    assert client.post("/customers", json={}).status_code == 400


def test_invoices(client, invoice):
    assert client.get("/invoices").get_json() == [invoice]
    assert invoice["currency"] == "EUR"
    assert invoice["due"] == (date.today() + timedelta(days=30)).isoformat()
    assert client.post("/invoices", json={"customer": 99, "amount": 1}).status_code == 404


def test_the_currency_can_be_configured(app):
    other = create_app({"CURRENCY": "CHF"}).test_client()
    customer = other.post("/customers", json={"name": "Grace"}).get_json()["id"]
    assert other.post("/invoices", json={"customer": customer, "amount": 5}).get_json()["currency"] == "CHF"


def test_payments_reduce_what_is_open(client, invoice):
    assert client.get("/reports/open").get_json() == [{"customer": "Ada", "amount": 1000}]
    for amount in (300, 200):
        assert client.post("/payments", json={"invoice": invoice["id"], "amount": amount}).status_code == 201
    assert client.get("/payments").get_json() == [{"invoice": invoice["id"], "paid": 500}]
    assert client.get("/reports/open").get_json() == [{"customer": "Ada", "amount": 500}]


def test_paid_invoices_are_not_open(client, invoice):
    client.post("/payments", json={"invoice": invoice["id"], "amount": 1000})
    assert client.get("/reports/open").get_json() == []


def test_the_report_asks_once(client):
    with mock.patch("billing.reports.ReportEngine") as engine:
        engine.return_value.rows.return_value = [("Ada", 7)]
        assert reports.open_amounts() == [{"customer": "Ada", "amount": 7}]
    engine.return_value.rows.assert_called_once_with(reports.OPEN)


def test_reminders(app, client, invoice):
    runner = app.test_cli_runner()
    assert runner.invoke(args=["remind"]).output == ""
    later = (date.today() + timedelta(days=31)).isoformat()
    assert runner.invoke(args=["remind", "--today", later]).output == f"Ada: invoice {invoice['id']} is overdue\n"
