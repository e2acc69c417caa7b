"""A part whose proof fails goes, and the rest goes on: documents, tests, wiring, settings, sites, deployables."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from casework import snapshot_of

from consolidator import check
from consolidator.check.result import Result
from consolidator.errors import VerificationFailed
from consolidator.model import Flaw, Options
from consolidator.pipeline import Proposal, propose
from consolidator.survey import survey

SITE = """from sqlalchemy import create_engine, text

from {unit}.config import Settings


def {name}():
    engine = create_engine(Settings().DATABASE_URL)
    with engine.connect() as connection:
        return connection.execute(text("SELECT 1")).all()
"""
MAIN = """from fastapi import FastAPI

from {unit} import carts, orders, stock

app = FastAPI()


@app.get("/health")
def health():
    return {{"status": "ok"}}


@app.get("/orders")
def listed():
    return orders.orders() + stock.stock() + carts.carts()
"""
CONFIG = """from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    DATABASE_URL: str
"""


def service(unit: str) -> dict[str, bytes]:
    """A small service in a folder of its own, whose modules import each other from that folder's parent."""
    texts = {
        f"{unit}/__init__.py": "",
        f"{unit}/config.py": CONFIG,
        f"{unit}/orders.py": SITE.format(unit=unit, name="orders"),
        f"{unit}/carts.py": SITE.format(unit=unit, name="carts"),
        f"{unit}/stock.py": SITE.format(unit=unit, name="stock"),
        f"{unit}/main.py": MAIN.format(unit=unit),
        "tests/test_orders.py": f"from {unit}.orders import orders\n\n\ndef test_orders():\n    assert orders\n",
        ".env.example": "DATABASE_URL=postgresql://localhost/app\n",
    }
    return {path: text.encode() for path, text in texts.items()}


Refuse = Callable[..., None]


@pytest.fixture
def refuse(monkeypatch: pytest.MonkeyPatch) -> Refuse:
    """Make a proof fail for the given files where they change, on the line that ends with `text`."""

    def set_up(*paths: str, text: bytes = b"") -> None:
        def proof(result: Result) -> Iterator[Flaw]:
            for change in result.changes.changes:
                if change.path in paths and text in change.after:
                    before = change.after[: change.after.index(text) + len(text)]
                    yield Flaw(change.path, "it is refused", before.count(b"\n") if text else 0)

        monkeypatch.setattr(check, "_REST", (*check._REST, proof))

    return set_up


def changed(proposal: Proposal) -> set[str]:
    return {change.path for change in proposal.changes.changes}


def left(proposal: Proposal) -> set[tuple[str, str]]:
    return {(f.code, f.path) for f in proposal.plan.findings if "could not be proven" in f.reason}


EVERYTHING = {
    ".env.example",
    "app/carts.py",
    "app/config.py",
    "app/db.py",
    "app/main.py",
    "app/orders.py",
    "app/stock.py",
    "tests/test_db.py",
}


def test_nothing_is_left_out_where_every_proof_holds() -> None:
    proposal = propose(snapshot_of(service("app")), Options())
    assert changed(proposal) == EVERYTHING and left(proposal) == set()


PARTS = [
    (".env.example", "CE407"),
    ("tests/test_db.py", "CE408"),
    ("app/main.py", "CE406"),
    ("app/config.py", "CE405"),
    ("app/orders.py", "CE404"),
]


@pytest.mark.parametrize(("path", "code"), PARTS)
def test_the_part_that_fails_goes_and_the_rest_goes_on(path: str, code: str, refuse: Refuse) -> None:
    refuse(path)
    proposal = propose(snapshot_of(service("app")), Options())
    assert changed(proposal) == EVERYTHING - {path}
    assert left(proposal) == {(code, path)}
    (finding,) = [f for f in proposal.plan.findings if f.code == code]
    assert finding.level == "warning" and "it is refused" in finding.reason and finding.cure


def test_several_parts_fall_in_one_round(refuse: Refuse) -> None:
    refuse(".env.example", "app/main.py", "app/stock.py")
    proposal = propose(snapshot_of(service("app")), Options())
    assert left(proposal) == {("CE407", ".env.example"), ("CE406", "app/main.py"), ("CE404", "app/stock.py")}
    assert "app/db.py" in changed(proposal)


def test_settings_that_fall_leave_the_environment_to_the_shared_module(refuse: Refuse) -> None:
    refuse("app/config.py")
    proposal = propose(snapshot_of(service("app")), Options())
    made = next(change for change in proposal.changes.changes if change.path == "app/db.py")
    assert b'"POOL_SIZE"' in made.after and b"from app.config import Settings" in made.after


def test_a_deployable_that_cannot_be_proven_leaves_the_others(refuse: Refuse) -> None:
    refuse("services/billing/app/db.py")
    names = ("billing", "shop")
    files = {f"services/{name}/{path}": data for name in names for path, data in service("app").items()}
    proposal = propose(snapshot_of(files), Options())
    assert {path.split("/")[1] for path in changed(proposal)} == {"shop"}
    kept = {path for code, path in left(proposal) if code == "CE409"}
    assert kept == {f"services/billing/app/{name}.py" for name in ("carts", "orders", "stock")}


def test_what_nothing_can_be_proven_of_is_refused(refuse: Refuse) -> None:
    refuse("app/db.py")
    with pytest.raises(VerificationFailed) as caught:
        propose(snapshot_of(service("app")), Options())
    assert "app/db.py: it is refused" in caught.value.message
    assert "at the top of app/carts.py, app/orders.py, app/stock.py and run again" in caught.value.cure


def test_a_file_of_several_parts_loses_the_one_that_stands_where_the_proof_points(refuse: Refuse) -> None:
    both = SITE.format(unit="app", name="orders") + "\n\n" + SITE.format(unit="app", name="stock").split("\n\n\n")[1]
    files = {**service("app"), "app/orders.py": both.encode()}
    refuse("app/orders.py", text=b"def orders():\n    engine = get_engine()\n")
    after = propose(snapshot_of(files), Options())
    text = next(change.after for change in after.changes.changes if change.path == "app/orders.py").decode()
    assert text.count("create_engine(") == 1 and text.count("get_engine()") == 1


def test_a_later_run_over_a_part_that_is_still_left_is_no_failure(refuse: Refuse) -> None:
    refuse("app/orders.py")
    first = propose(snapshot_of(service("app")), Options())
    again = propose(check.apply(first.snapshot, first.changes), Options())
    assert changed(again) == set() and left(again) == {("CE404", "app/orders.py")}


def test_what_did_not_change_is_read_once() -> None:
    before = snapshot_of(service("app"))
    changed = {**service("app"), "app/orders.py": SITE.format(unit="app", name="listed").encode()}
    seen = survey(before)
    again = survey(snapshot_of(changed), seen)
    same = {path for path, facts in again.facts.items() if facts is seen.facts.get(path)}
    assert same == set(again.facts) - {"app/orders.py"}
    assert [function.name for function in again.facts["app/orders.py"].functions] == ["listed"]
