"""A second connection of one pool while the first is held: told where it happens, not where it only looks so."""

from __future__ import annotations

import pytest

from hazards.services import DB, codes, told, work

OUTER = """
def outer():
    with make_engine().connect() as connection:
        connection.execute(text("select 1"))
        {call}

def inner():
    with other_engine().begin() as connection:
        connection.execute(text("select 2"))

def far():
    inner()
"""


@pytest.mark.parametrize("call", ["inner()", "far()", "return [inner() for _ in range(3)]", "print(inner())"])
def test_a_second_connection_is_told_through_calls(call: str) -> None:
    assert codes(OUTER.format(call=call)) == ["CE302 warning"]


@pytest.mark.parametrize(
    "call",
    [
        "pool.submit(inner)",
        "pool.submit(lambda: inner())",
        "tasks.add_task(inner())",
        "pass\n    inner()",
        "return inner",
    ],
)
def test_work_that_starts_later_or_behind_the_block_is_none(call: str) -> None:
    assert codes(OUTER.format(call=call)) == []


def test_a_call_in_a_decorator_is_left_aside() -> None:
    body = """
    def outer():
        connection = make_engine().connect()
        connection.execute(text("select 1"))

        @inner()
        def later():
            pass

        connection.close()

    def inner():
        with other_engine().begin() as connection:
            return register
    """
    assert codes(body) == ["CE303 note"]


def test_a_connection_taken_inside_another_ones_block_is_told() -> None:
    body = """
    def copy():
        with make_engine().connect() as source:
            with other_engine().begin() as target:
                target.execute(text("insert"), source.execute(text("select 1")).all())
    """
    assert codes(body) == ["CE302 warning"]


def test_one_engine_as_before_is_only_noted() -> None:
    body = """
    from sqlalchemy import create_engine
    engine = create_engine("postgresql://localhost/one")

    def outer():
        with engine.connect() as connection:
            inner()

    def inner():
        with engine.connect() as connection:
            pass
    """
    assert codes(body) == ["CE302 note"]


def test_another_database_is_another_pool() -> None:
    body = """
    from sqlalchemy import create_engine

    def outer():
        with make_engine().connect() as connection:
            with create_engine("postgresql://localhost/reports").connect() as reports:
                pass
    """
    assert codes(body) == []


SESSION = """
def outer():
    with Session(make_engine()) as session:
        {before}
        inner()

def inner():
    with Session(other_engine()) as session:
        session.get(dict, 1)
"""


@pytest.mark.parametrize(
    "before",
    [
        "session.get(dict, 1)",
        "helper(session)",
        "rows = session.scalars(1).all()",
        "if rows:\n            session.get(dict, 1)",
    ],
)
def test_a_session_that_has_been_used_holds_a_connection(before: str) -> None:
    assert codes(SESSION.format(before=before)) == ["CE302 warning"]


@pytest.mark.parametrize(
    "before",
    [
        "session.add(1)",
        "session.get(dict, 1)\n        session.commit()",
        "if rows:\n            session.get(dict, 1)\n            return 1",
        "repository = Repository(session)",
        "with session.begin():\n            session.get(dict, 1)",
    ],
)
def test_a_session_that_has_not_begun_or_has_committed_holds_none(before: str) -> None:
    assert codes(SESSION.format(before=before)) == []


@pytest.mark.parametrize("argument", ["session", "session=session"])
def test_a_function_that_is_given_the_session_opens_none(argument: str) -> None:
    body = f"""
    def outer():
        with Session(make_engine()) as session:
            session.get(dict, 1)
            inner({argument})
            other()

    def inner(session=None):
        if session is None:
            with Session(other_engine()) as session:
                return session.get(dict, 1)
        return session.get(dict, 1)

    def other(tenant=None):
        if tenant:
            with Session(other_engine()) as session:
                session.get(dict, tenant)
    """
    assert codes(body) == []


def test_a_function_that_is_not_given_the_session_opens_one() -> None:
    body = """
    def outer():
        with Session(make_engine()) as session:
            session.get(dict, 1)
            inner()

    def inner(session=None):
        session = session or Session(other_engine())
        try:
            return session.get(dict, 1)
        finally:
            session.close()
    """
    assert codes(body) == ["CE302 warning"]


@pytest.mark.parametrize(
    "param",
    ["session=Depends(get_session)", "session: Annotated[Session, Depends(get_session)]", "session: SessionDep"],
)
def test_a_request_holds_the_session_of_its_dependency(param: str) -> None:
    body = f"""
    from typing import Annotated
    from fastapi import Depends

    def get_session():
        with Session(make_engine()) as session:
            yield session

    SessionDep = Annotated[Session, Depends(get_session)]

    def endpoint({param}):
        session.get(dict, 1)
        inner()

    def inner():
        with Session(other_engine()) as session:
            session.get(dict, 1)
    """
    assert codes(body) == ["CE302 warning"]


@pytest.mark.parametrize(("path", "expected"), [("app/routes.py", ["CE302"]), ("tests/test_routes.py", [])])
def test_a_dependency_of_a_test_holds_no_connection_of_the_service(path: str, expected: list[str]) -> None:
    db = f"""{DB}
def get_session():
    with Session(make_engine()) as session:
        yield session

def count():
    with Session(other_engine()) as session:
        session.get(dict, 1)
"""
    routes = """
    from fastapi import Depends
    from app.db import count, get_session

    def endpoint(session=Depends(get_session)):
        session.get(dict, 1)
        count()
    """
    assert [row.code for row in told({"app/db.py": db, path: routes})] == expected


def test_a_generator_does_nothing_before_somebody_loops() -> None:
    body = """
    def outer():
        with make_engine().connect() as connection:
            later = rows()
            return Response(rows())

    def eager():
        with make_engine().connect() as connection:
            for row in rows():
                print(row)

    def rows():
        with other_engine().connect() as connection:
            yield from connection.execute(text("select 1"))
    """
    assert [(row.code, row.symbol) for row in work(body)] == [("CE302", "eager")]


def test_methods_and_inherited_factories_are_followed() -> None:
    body = """
    class Base:
        def __init__(self):
            self.factory = sessionmaker(bind=make_engine())

    class Store(Base):
        def save(self):
            with self.factory() as session:
                session.execute(text("insert"))
                self.audit()

        def audit(self):
            with self.factory() as session:
                session.execute(text("insert"))
    """
    assert codes(body) == ["CE302 warning"]
