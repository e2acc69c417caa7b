from sqlalchemy import text

from src.analytics.models import get_database_url, get_engine, get_session, init_db
from src.config import get_settings


def test_the_database_url_comes_from_the_settings(settings_from):
    assert get_database_url() == get_settings().DATABASE_URL
    settings_from(DATABASE_URL="sqlite:///elsewhere.db")
    assert get_database_url() == "sqlite:///elsewhere.db"


def test_the_engine_follows_the_settings(settings_from, tmp_path):
    settings_from(DATABASE_URL=f"sqlite:///{tmp_path}/other.db")
    with get_engine().begin() as connection:
        connection.execute(text("CREATE TABLE only_here (id INTEGER)"))
    assert (tmp_path / "other.db").stat().st_size > 0


def test_the_engine_answers():
    with get_engine().connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1


def test_init_db_may_run_twice():
    init_db()
    init_db()


def test_sessions_keep_objects_usable_after_commit():
    from src.analytics import Event

    with get_session() as session:
        event = session.get(Event, 1)
        session.commit()
    assert event.name == "Opera Night"


def test_sales(client):
    rows = client.get("/analytics/sales").json()
    assert [(row["name"], row["tickets"], float(row["revenue"])) for row in rows] == [
        ("Opera Night", 2, 100.0),
        ("Jazz Brunch", 1, 25.0),
    ]


def test_attendance(client):
    assert client.get("/analytics/attendance").json() == [
        {"event_id": 1, "present": 1},
        {"event_id": 2, "present": 1},
    ]


def test_top_events(client):
    assert client.get("/analytics/top-events").json() == [
        {"name": "Opera Night", "sold": 2},
        {"name": "Jazz Brunch", "sold": 1},
    ]
