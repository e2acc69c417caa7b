"""What the code shows to be a process, where no deployment file says how it starts."""

from __future__ import annotations

import pytest

from processes.services import API, DB, SERVICE, only, processes_of

USES = "from app.db import engine\n"
GUARD = "if __name__ == '__main__':\n    main()\n"
LOOP = "def main():\n    while True:\n        engine.connect()\n"


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("from telegram.ext import Application\nApplication.builder().build().run_polling()\n", "bot"),
        ("import discord\nclient = discord.Client()\nclient.run('x')\n", "bot"),
        ("from aiogram import Dispatcher\nasync def main():\n    await Dispatcher().start_polling()\n" + GUARD, "bot"),
        ("from apscheduler.schedulers.blocking import BlockingScheduler\nBlockingScheduler().start()\n", "scheduler"),
        ("import schedule\ndef main():\n    while True:\n        schedule.run_pending()\n" + GUARD, "scheduler"),
        ("from mcp.server.fastmcp import FastMCP\nmcp = FastMCP('x')\nmcp.run()\n", "loop"),
        ("import pika\n" + LOOP + GUARD, "consumer"),
        (LOOP + GUARD, "loop"),
        (LOOP.replace("True", "not stopping.is_set()") + GUARD, "loop"),
        ("import asyncio\nasyncio.get_event_loop().run_forever()\n", "loop"),
        ("from aiohttp import web\nweb.run_app(None)\n", "web"),
        ("from somewhere import made\nif __name__ == '__main__':\n    made.run(host='0.0.0.0')\n", "web"),
        ("from somewhere import made\nif __name__ == '__main__':\n    made.work(host='h')\n    made.run()\n", "script"),
        ("import subprocess\nif __name__ == '__main__':\n    subprocess.run('x', debug=1)\n", "script"),
        ("import gradio as gr\ngr.Interface(print).launch()\n", "web"),
        ("import streamlit as st\nst.title('x')\n", "streamlit"),
        ("import streamlit as st\ndef main():\n    st.title('x')\nmain()\n", "streamlit"),
        (LOOP.replace("engine.connect()", "if not engine.connect():\n            break") + GUARD, "script"),
        ("def lambda_handler(event, context):\n    engine.connect()\n", "serverless"),
        ("import click\ndef main():\n    engine.connect()\n" + GUARD, "cli"),
        ("def main():\n    engine.connect()\n" + GUARD, "script"),
        ("with engine.connect() as c:\n    c.execute('x')\n", "script"),
    ],
)  # fmt: skip
def test_what_a_program_is(source: str, kind: str) -> None:
    found = processes_of({"app/__init__.py": "", "app/db.py": DB, "run.py": USES + source})
    assert [(process.kind, process.entries) for process in found] == [(kind, ("run.py",))]


@pytest.mark.parametrize(
    "source",
    [
        "def helper():\n    while True:\n        engine.connect()\n",
        "import logging\nlogging.basicConfig()\nVALUE = engine\n",
        "from fastapi import APIRouter\nrouter = APIRouter()\nrouter.include_router(APIRouter())\nVALUE = engine\n",
        "import streamlit as st\n@st.cache_data\ndef load():\n    return engine\n",
        "class Worker:\n    def run(self):\n        engine.connect()\n",
    ],
)
def test_a_module_that_only_defines_is_none(source: str) -> None:
    assert processes_of({"app/__init__.py": "", "app/db.py": DB, "run.py": USES + source}) == ()


def test_a_handler_that_a_server_loads_is_no_function_of_its_own() -> None:
    handler = "from app.db import engine\ndef lambda_handler(event, context):\n    engine.connect()\n"
    loads = {"app/main.py": "from app import hooks\n" + API, "app/hooks.py": handler}
    assert [process.kind for process in processes_of({**SERVICE, **loads})] == ["web"]
    assert {process.kind for process in processes_of({**SERVICE, "app/hooks.py": handler})} == {"web", "serverless"}


@pytest.mark.parametrize(("path", "name"), [("__main__.py", "__main__"), ("jobs/__main__.py", "jobs"), ("x.py", "x")])
def test_a_program_is_called_like_its_file_or_its_package(path: str, name: str) -> None:
    found = processes_of({"app/__init__.py": "", "app/db.py": DB, path: USES + LOOP + GUARD})
    assert [process.name for process in found] == [name]


FACTORY = """from flask import Flask
from app.db import engine
def create_app():
    app = Flask('x')
    return app
"""


def test_a_loop_in_a_module_that_the_program_calls_counts() -> None:
    worker = USES + LOOP
    files = {
        "app/__init__.py": "",
        "app/db.py": DB,
        "app/worker.py": worker,
        "run.py": "from app.worker import main\nmain()\n",
    }
    assert only(files).kind == "loop"


def test_pages_beside_a_streamlit_script_are_one_process() -> None:
    page = "import streamlit as st\nfrom app.db import engine\nst.write(engine)\n"
    files = {"app/__init__.py": "", "app/db.py": DB, "Home.py": "import streamlit as st\nst.title('x')\n"}
    found = only({**files, "pages/1_A.py": page, "pages/2_B.py": page})
    assert (found.name, found.entries) == ("Home", ("Home.py", "pages/1_A.py", "pages/2_B.py"))


def test_pages_are_shown_by_the_script_beside_them_that_draws() -> None:
    """Another program of the same folder runs once and ends; the pages do not belong to it."""
    page = "import streamlit as st\nfrom app.db import engine\nst.write(engine)\n"
    files = {"app/__init__.py": "", "app/db.py": DB, "Start.py": "import streamlit as st\nst.title('x')\n"}
    found = processes_of({**files, "main.py": f"{USES}engine.connect()\n", "pages/1_A.py": page})
    assert {(process.kind, process.entries) for process in found} == {
        ("script", ("main.py",)),
        ("streamlit", ("Start.py", "pages/1_A.py")),
    }


@pytest.mark.parametrize(
    ("more", "entries"),
    [
        ({"run.py": "import uvicorn\nuvicorn.run('app.main:app')\n"}, ("app/main.py", "run.py")),
        (
            {
                "run.py": "import uvicorn\nfrom options import given\nuvicorn.Server(uvicorn.Config(**given)).run()\n",
                "options.py": "given = {'app': 'app.main:app'}\n",
            },
            ("app/main.py", "run.py"),
        ),
        (
            {"app/main.py": API + "if __name__ == '__main__':\n    import uvicorn\n    uvicorn.run(app)\n"},
            ("app/main.py",),
        ),
        (
            {
                "app/main.py": FACTORY,
                "wsgi.py": "from app.main import create_app\napplication = create_app()\n",
                "setup_docs.py": "from app.main import create_app\npages = sorted(['b', 'a'])\n",
            },
            ("wsgi.py",),
        ),
        (
            {"tests/test_app.py": "from app.main import app\nif __name__ == '__main__':\n    app.run()\n"},
            ("app/main.py",),
        ),
    ],
)
def test_an_application_and_what_serves_it_are_one_process(more: dict[str, str], entries: tuple[str, ...]) -> None:
    assert only({**SERVICE, **more}).entries == entries


@pytest.mark.parametrize(("given", "workers"), [("workers=4", 4), ("workers=count()", 1), ("port=80", 1)])
def test_workers_that_the_code_asks_for(given: str, workers: int) -> None:
    run = f"import uvicorn\nif __name__ == '__main__':\n    uvicorn.run('app.main:app', {given})\n"
    assert only({**SERVICE, "run.py": run}).workers == workers
    assert only({**SERVICE, "run.py": run, "Procfile": "web: python run.py\n"}).workers == workers


@pytest.mark.parametrize(("line", "forks"), [("from multiprocessing import Pool", True), ("import threading", False)])
def test_a_process_forks_where_its_code_does(line: str, forks: bool) -> None:
    assert only({**SERVICE, "app/db.py": f"{line}\n{DB}"}).forks is forks


def test_a_way_to_serve_it_on_the_workbench_is_no_second_process() -> None:
    run = "import uvicorn\nif __name__ == '__main__':\n    uvicorn.run('app.main:app', reload=True)\n"
    process = only({**SERVICE, "run.py": run, "Procfile": "web: uvicorn app.main:app\n"})
    assert process.entries == ("app/main.py",)


def test_an_application_mounted_in_another_is_part_of_it() -> None:
    inner = "from fastapi import FastAPI\nfrom app.db import engine\ninner = FastAPI()\n"
    outer = "from fastapi import FastAPI\nfrom app.inner import inner\napp = FastAPI()\napp.mount('/v1', inner)\n"
    process = only({"app/__init__.py": "", "app/db.py": DB, "app/inner.py": inner, "app/main.py": outer})
    assert process.entries == ("app/main.py",)


def test_tasks_that_a_worker_names_are_reached() -> None:
    worker = "from celery import Celery\ncelery = Celery('x', include=['app.jobs'])\n"
    worker += "celery.autodiscover_tasks(['app.mail'])\n"
    files = {"app/__init__.py": "", "app/db.py": DB, "app/worker.py": worker, "app/jobs.py": USES}
    process = only({**files, "app/mail/__init__.py": "", "app/mail/tasks.py": USES, "app/other.py": USES})
    assert {"app/jobs.py", "app/mail/tasks.py", "app/db.py"} <= process.reach
    assert "app/other.py" not in process.reach


QUEUE = """from app.db import engine
class Manager:
    async def start(self):
        await self.poll()
    async def poll(self):
        while not self.shutdown_event.is_set():
            engine.connect()
async def main():
    await Manager().start()
"""


@pytest.mark.parametrize(
    ("queue", "kind"),
    [
        (QUEUE, "loop"),
        (QUEUE.replace("await self.poll()", "pass"), "script"),
        (QUEUE.replace("while not self.shutdown_event.is_set()", "for _ in range(3)"), "script"),
        ("import pika\n" + QUEUE, "consumer"),
    ],
)
def test_a_loop_is_followed_to_where_it_stands(queue: str, kind: str) -> None:
    run = "import asyncio\nfrom .queue import main\nif __name__ == '__main__':\n    asyncio.run(main())\n"
    files = {"app/__init__.py": "", "app/db.py": DB, "app/queue.py": queue, "app/__main__.py": run}
    assert [process.kind for process in processes_of(files)] == [kind]


@pytest.mark.parametrize(
    ("line", "kind"),
    [("shop worker", "worker"), ("shop webserver", "web"), ("shop --debug serve", "web"), ("shop", "cli")],
)
def test_a_program_with_several_commands_is_what_its_argument_says(line: str, kind: str) -> None:
    cli = "import click\nfrom app.db import engine\n@click.group()\ndef cli():\n    engine.connect()\n"
    project = '[project]\nname = "shop"\n[project.scripts]\nshop = "app.cli:cli"\n'
    files = {"app/__init__.py": "", "app/db.py": DB, "app/cli.py": cli, "pyproject.toml": project}
    found = processes_of({**files, "Makefile": f"run:\n\t{line}\n"})
    assert kind in [process.kind for process in found if process.source in ("Makefile:2", "pyproject.toml:4")]
