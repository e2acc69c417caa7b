"""How often each process runs what creates an engine."""

from __future__ import annotations

import pytest

from consolidator.deciding.gain import Tally
from consolidator.meaning.resources import find
from consolidator.meaning.world import World
from consolidator.model import Options
from consolidator.planning.steps import plan
from consolidator.processes import processes
from consolidator.survey import survey
from processes.services import snapshot

STORE = """
from sqlalchemy import create_engine

class Store:
    def __init__(self):
        self.engine = None

    def connect(self):
        self.engine = create_engine("postgresql://db/shop")
        with self.engine.connect() as connection:
            connection.execute("select 1")

    def check(self):
        with self.engine.connect() as connection:
            connection.execute("select 1")
"""
LIFESPAN = """
from contextlib import asynccontextmanager
from fastapi import FastAPI
from app.store import Store

store = None

@asynccontextmanager
async def lifespan(app):
    global store
    store = Store()
    store.connect()
    yield

app = FastAPI(lifespan=lifespan)

@app.get("/check")
def check():
    return store.check()
"""
TASKS = """
from celery import Celery
from sqlalchemy import create_engine

celery = Celery("shop")

@celery.task
def bill():
    return create_engine("postgresql://db/shop").connect()
"""
QUEUES = """
from fastapi import FastAPI
from app.tasks import bill

app = FastAPI()

@app.post("/bill")
def start():
    {start}
"""
PROCFILE = "web: uvicorn app.main:app\nworker: celery -A app.tasks worker\nclock: celery -A app.tasks beat\n"


def counts(files: dict[str, str]) -> dict[str, int | None]:
    """How many engines each process gets from the one site of a service."""
    world = World(survey(snapshot({"app/__init__.py": "", **files})))
    tally = Tally.over(world, processes(world))
    (site,) = find(world)
    return {process.name: made.of(site) for process, made in zip(tally.processes, tally.counts, strict=True)}


def test_a_method_that_start_up_calls_once_makes_one() -> None:
    """`self.engine.connect()` is a call of the engine, `store` an object of the class, though it is None at first."""
    assert counts({"app/store.py": STORE, "app/main.py": LIFESPAN}) == {"app": 1}


def test_a_method_that_a_request_calls_is_not_bounded() -> None:
    connecting = LIFESPAN.replace("return store.check()", "return store.connect()")
    assert counts({"app/store.py": STORE, "app/main.py": connecting}) == {"app": None}


@pytest.mark.parametrize(("more", "made"), [({}, 0), ({"app/odd.py": "from app.store import Store\nprint 1\n"}, None)])
def test_a_class_that_an_unread_file_may_make_is_not_bounded(more: dict[str, str], made: int | None) -> None:
    """`app/odd.py` is no Python that can be read; it may make objects as often as it likes."""
    store = STORE.replace("None", 'create_engine("postgresql://db/shop")').partition("    def connect")[0]
    main = "from fastapi import FastAPI\nimport app.store\napp = FastAPI()\n"
    assert counts({"app/store.py": store, "app/main.py": main, **more}) == {"app": made}


@pytest.mark.parametrize(("kept", "made"), [("cls", None), ("_instance", 1)])
def test_a_class_that_hands_out_one_object_makes_one(kept: str, made: int | None) -> None:
    store = STORE.replace("None", 'create_engine("postgresql://db/shop")').partition("    def connect")[0]
    store += f"    def __new__(cls):\n        cls.{kept} = super().__new__(cls)\n        return cls.{kept}\n"
    main = LIFESPAN.replace("return store.check()", "return Store()").replace("    store = Store()\n", "")
    assert counts({"app/store.py": store, "app/main.py": main.replace("    store.connect()\n", "")}) == {"app": made}


@pytest.mark.parametrize(
    ("start", "made"),
    [
        ("bill.delay()", {"web": 0, "worker": None, "clock": 0}),
        ("bill.apply_async(countdown=2)", {"web": 0, "worker": None, "clock": 0}),
        ("bill()", {"web": None, "worker": None, "clock": 0}),
    ],
)
def test_a_task_runs_in_workers_and_where_it_is_called(start: str, made: dict[str, int | None]) -> None:
    files = {"app/tasks.py": TASKS, "app/main.py": QUEUES.format(start=start), "Procfile": PROCFILE}
    assert counts(files) == made


def test_a_task_may_run_anywhere_where_no_worker_is_seen() -> None:
    tasks = TASKS.replace('celery = Celery("shop")', "from elsewhere import celery")
    files = {"app/tasks.py": tasks, "app/main.py": QUEUES.format(start="bill.delay()")}
    assert counts({**files, "Procfile": "web: uvicorn app.main:app\n"}) == {"web": None}


@pytest.mark.parametrize(
    ("start", "made"),
    [("multiprocessing.Process(target=serve).start()", 1), ("pool.submit(serve)", None)],
)
def test_what_a_process_of_its_own_runs_it_runs_once(start: str, made: int | None) -> None:
    serve = (
        "def serve():\n    engine = create_engine('postgresql://db/shop')\n    while True:\n        engine.connect()\n"
    )
    main = f"import multiprocessing\nfrom sqlalchemy import create_engine\n{serve}\nwhile True:\n    {start}\n"
    assert counts({"run.py": main, "Procfile": "worker: python run.py\n"}) == {"worker": made}


def test_a_loop_in_what_nobody_calls_makes_none() -> None:
    run = """
from sqlalchemy import create_engine

def _fill():
    for number in range(3):
        work()

def work():
    create_engine("postgresql://db/shop").connect()

work()
"""
    assert counts({"run.py": run, "Procfile": "worker: python run.py\n"}) == {"worker": 1}


def test_a_route_below_the_lifespan_is_no_start() -> None:
    """`app.get("/")(ask)` stands behind `FastAPI(lifespan=lifespan)` and has nothing to do with it."""
    ask = "from sqlalchemy import create_engine\ndef ask():\n    create_engine('postgresql://db/shop').connect()\n"
    main = LIFESPAN.replace("from app.store import Store", "from app.ask import ask").replace("store = Store()", "pass")
    main = main.replace("    store.connect()\n", "").partition("@app.get")[0].rstrip() + '\napp.get("/")(ask)\n'
    assert counts({"app/ask.py": ask, "app/main.py": main}) == {"app": None}


MIGRATE = """from sqlalchemy import create_engine, text


def migrate():
    engine = create_engine("postgresql://db/shop")
    with engine.begin() as connection:
        connection.execute(text("SELECT 1"))
    engine.dispose()


migrate()
"""


@pytest.mark.parametrize(
    ("modules", "said"),
    [
        (("main",), "`main` makes it as it starts, and keeps it for no longer"),
        (("main", "admin"), "`admin` and `main` make it as they start, and keep it for no longer"),
    ],
)
def test_what_processes_make_as_they_start_is_told_of_all_of_them(modules: tuple[str, ...], said: str) -> None:
    api = "from fastapi import FastAPI\nimport app.migrate\napp = FastAPI()\n"
    commands = "".join(f"{name}: uvicorn app.{name}:app\n" for name in modules)
    files = {f"app/{name}.py": api for name in modules} | {"app/__init__.py": "", "app/migrate.py": MIGRATE}
    found = plan(survey(snapshot({**files, "Procfile": commands})), Options()).findings
    assert [finding.reason for finding in found if finding.path == "app/migrate.py"] == [said]
