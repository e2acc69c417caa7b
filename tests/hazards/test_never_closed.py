"""Connections and sessions that nobody closes: told, noted, or somebody else's."""

from __future__ import annotations

import pytest

from hazards.services import DB, codes, told, work


@pytest.mark.parametrize(
    "body",
    [
        "connection = make_engine().connect()\n    connection.execute(text('select 1'))",
        "return make_engine().connect().execute(text('select 1')).scalar()",
        "return make_engine().connect()",
        "make_engine().connect()",
        "return pandas.read_sql('select 1', make_engine().connect())",
        "session = Session(make_engine())\n    return session.get(dict, 1)",
        "connection = make_engine().connect()\n    if connection.closed:\n        return 1\n    connection.close()",
        "session = sessionmaker(bind=make_engine())()\n    session.get(dict, 1)",
        "session = Session(make_engine())\n    yield session",
        "session = Session(make_engine())\n    yield session\n    session.close()",
        "session = Session(make_engine())\n    yield\n    session.get(dict, 1)",
        "connection = make_engine().connect()\n    if connection:\n        return 1",
        "global kept\n    kept = make_engine().connect()",
    ],
)
def test_what_nobody_closes_is_told(body: str) -> None:
    assert codes(f"def work():\n    {body}\n") == ["CE303 warning"]


@pytest.mark.parametrize(
    "body",
    [
        "with make_engine().connect() as connection:\n        return connection.scalar(text('select 1'))",
        "connection = make_engine().connect()\n    with connection:\n        pass",
        "connection = make_engine().connect()\n    try:\n        return 1\n    finally:\n        connection.close()",
        "with contextlib.closing(make_engine().connect()) as connection:\n        pass",
        "connection = stack.enter_context(make_engine().connect())",
        "for row in stack.enter_context(make_engine().connect()).scalars(text('select 1')):\n        print(row)",
        "session = Session(make_engine())\n    try:\n        yield session\n    finally:\n        session.close()",
        "with Session(make_engine()) as session:\n        yield session",
        "session = Session(make_engine())\n    return Repository(session)",
        "connection = make_engine().connect()\n    pool.append(connection)",
        "connection = make_engine().connect()\n    try:\n        pass\n    finally:\n        close_quietly(connection)",
        "return make_engine().begin()",
        "'''connection = make_engine().connect()'''",
    ],
)
def test_what_somebody_closes_is_not(body: str) -> None:
    assert codes(f"import contextlib\ndef work():\n    {body}\n") == []


@pytest.mark.parametrize(
    "body",
    [
        "connection = make_engine().connect()\n    connection.execute(text('select 1'))\n    connection.close()",
        "session = Session(make_engine())\n    session.add(1)\n    session.commit()",
    ],
)
def test_what_is_closed_only_on_the_good_way_is_noted(body: str) -> None:
    assert codes(f"def work():\n    {body}\n") == ["CE303 note"]


def test_callers_answer_for_what_a_function_returns_open() -> None:
    body = """
    def open_session():
        return sessionmaker(bind=make_engine())()

    def careful():
        session = open_session()
        try:
            return session.get(dict, 1)
        finally:
            session.close()

    def careless():
        session = open_session()
        return session.get(dict, 1)
    """
    assert [(row.code, row.symbol) for row in work(body)] == [("CE303", "careless")]


@pytest.mark.parametrize(
    ("close", "expected"), [("self.session.close()", []), ("pass", ["CE303 warning"])], ids=["closed", "open"]
)
def test_an_object_closes_what_it_keeps(close: str, expected: list[str]) -> None:
    body = f"""
    class Store:
        def __init__(self):
            self.session = Session(make_engine())

        def close(self):
            {close}
    """
    assert codes(body) == expected


def test_a_script_may_keep_what_ends_with_it() -> None:
    script = DB + "\nsession = Session(make_engine())\nif __name__ == '__main__':\n    print(session.get(dict, 1))\n"
    assert told({"tools/report.py": script}) == ()


def test_an_engine_of_another_module_is_known_by_its_dotted_name() -> None:
    db = DB + "\nengine = make_engine()\n"
    work = (
        "from app import db\n\ndef work():\n    connection = db.engine.connect()\n    connection.execute('select 1')\n"
    )
    assert [(row.code, row.path) for row in told({"app/db.py": db, "app/work.py": work})] == [("CE303", "app/work.py")]


def test_an_engine_under_hundreds_of_names_ends_no_run() -> None:
    """Generated code hands a value from name to name; nobody reads on to the first one, and nothing is told."""
    names = "".join(f"    engine_{n + 1} = engine_{n}\n" for n in range(600))
    last = "    engine_600.connect()\n"
    assert codes(f"def work():\n    engine_0 = make_engine()\n{names}{last}") == []
