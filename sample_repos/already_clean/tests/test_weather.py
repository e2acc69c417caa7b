import threading

from weather.db import close_db, get_engine


def test_measurements_and_averages(client):
    for celsius in (10.0, 20.0):
        assert client.post("/measurements", json={"station": "Elm", "celsius": celsius}).status_code == 201
    assert len(client.get("/measurements").json()) == 2
    assert client.get("/averages").json() == {"Elm": 15.0}


def test_health(client):
    assert set(client.get("/health/db").json()) == {"pool_size", "checked_in", "checked_out", "overflow"}


def test_threads_share_the_engine():
    close_db()
    barrier = threading.Barrier(8)
    engines = []

    def work():
        barrier.wait()
        engines.append(get_engine())

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(engines) == 8
    assert len(set(map(id, engines))) == 1


def test_the_pool_follows_the_settings():
    assert get_engine().pool.size() == 5


def test_the_engine_can_be_closed_and_opened_again():
    first = get_engine()
    close_db()
    close_db()
    assert get_engine() is not first
