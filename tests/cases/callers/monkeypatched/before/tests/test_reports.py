import app.reports


class Fake:
    def connect(self):
        raise RuntimeError("no database")


def test_totals(monkeypatch):
    monkeypatch.setattr("app.reports._pg_engine", Fake)
    monkeypatch.setattr(app.reports, "_pg_engine", Fake)
    try:
        app.reports.totals()
    except RuntimeError:
        return
    raise AssertionError
