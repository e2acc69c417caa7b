import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import StaticPool

from classroom_engine import attendance_export, grading
from classroom_engine.database import Base, SessionLocal, get_db
from classroom_engine.main import app


@pytest.fixture
def pupil(client):
    return client.post("/pupils", json={"name": "Ada"}).json()["id"]


@pytest.fixture
def lesson(client):
    return client.post("/lessons", json={"name": "Maths"}).json()["id"]


def test_index(client):
    assert client.get("/").json()["tables"] == ["attendance", "lessons", "marks", "pupils"]


def test_pupils(client, pupil):
    assert client.get("/pupils").json() == [{"id": pupil, "name": "Ada"}]
    assert client.get(f"/pupils/{pupil}").json() == {"id": pupil, "name": "Ada", "marks": []}
    assert client.get("/pupils/999").status_code == 404


def test_lessons(client, lesson):
    assert client.get("/lessons").json() == [{"id": lesson, "subject": "Maths"}]


def test_report_cards(client, pupil, lesson):
    marks = {"pupil_id": pupil, "lesson_id": lesson}
    assert client.post("/marks", json={**marks, "points": 40}).json() == {"passed": False}
    assert client.post("/marks", json={**marks, "points": 90}).json() == {"passed": True}
    assert client.get("/report-cards").json() == [{"school": "Elm Street School", "pupil": "Ada", "passed": True}]


def test_missing(client, pupil, lesson):
    client.post("/attendance", json={"pupil_id": pupil, "lesson_id": lesson, "present": False})
    client.post("/attendance", json={"pupil_id": pupil, "lesson_id": lesson, "present": True})
    assert client.get("/missing").json() == [{"pupil": "Ada", "lessons": 1}]
    assert client.get("/missing").json() == [{"pupil": "Ada", "lessons": 1}]
    assert attendance_export.count_missing() == 1


def test_pass_mark():
    assert grading.passed(50)
    assert not grading.passed(49)


def test_sessions_neither_flush_nor_commit_by_themselves():
    with SessionLocal() as session:
        assert session.autoflush is False


def test_a_database_in_memory_instead(client):
    memory = create_engine("sqlite://", connect_args={"check_same_thread": False}, poolclass=StaticPool)
    Base.metadata.create_all(bind=memory)
    factory = sessionmaker(bind=memory)

    def override():
        with factory() as session:
            yield session

    app.dependency_overrides[get_db] = override
    try:
        assert client.post("/pupils", json={"name": "Grace"}).json() == {"id": 1, "name": "Grace"}
        assert client.get("/pupils").json() == [{"id": 1, "name": "Grace"}]
    finally:
        app.dependency_overrides.clear()
    assert client.get("/pupils").json() == []
