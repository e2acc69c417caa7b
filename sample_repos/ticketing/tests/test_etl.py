from unittest import mock

from src import etl
from src.etl.transform import summarise


def test_summarise_counts_and_sums():
    rows = [
        {"event_id": 7, "event_name": "Gala", "price": 10},
        {"event_id": 7, "event_name": "Gala", "price": "2.50"},
    ]
    (summary,) = summarise(rows)
    assert summary["tickets_sold"] == 2
    assert float(summary["revenue"]) == 12.5


def test_run_writes_one_row_for_each_event(client):
    assert client.post("/etl/run").json() == {"events": 2}
    rows = client.get("/reports/summary").json()
    assert [(row["event_name"], row["tickets_sold"]) for row in rows] == [("Opera Night", 2), ("Jazz Brunch", 1)]


def test_run_reads_and_writes_through_its_engine():
    with mock.patch("src.etl._pg_engine") as factory, mock.patch("src.etl.extract_tickets") as extract:
        extract.return_value = []
        assert etl.run_etl_once() == 0
    engine = factory.return_value
    engine.connect.assert_called_once_with()
    engine.begin.assert_called_once_with()


@mock.patch("src.etl._pg_engine")
def test_a_broken_database_stops_the_run(factory, client):
    factory.return_value.connect.side_effect = RuntimeError("down")
    try:
        etl.run_etl_once()
    except RuntimeError as error:
        assert str(error) == "down"
    else:
        raise AssertionError("the error was swallowed")
