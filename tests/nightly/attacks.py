"""Every attack on every generated form, on each SQLAlchemy with each driver, in full."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from runtime import mariadb, stacks
from runtime.generated import write_modules
from runtime.restarting import prove_restart

from consolidator.prove import postgres

from .trials import Part, Trial

SYNC = ("one_engine", "load", "forks", "engines_attacked", "disconnect", "silent", "health")
POSTGRES = ("waiters", "clients")
LATE = ("loops", "loops_attacked")
RESTART = "restart"
SCHEMES = {"psycopg2": "postgresql+psycopg2", "psycopg": "postgresql+psycopg", "pymysql": "mysql+pymysql"}
"""How the URL of a driver begins; asynchronous engines make theirs of psycopg2's."""
COUNTED = re.compile(r"^connections: (\d+) before, (\d+) after \((.*)\)$", re.MULTILINE)
PAGE = Path(__file__).parents[2] / "docs" / "attacks.md"


@dataclass(frozen=True)
class Attack:
    """One probe on one environment; `driver` is how its engines connect."""

    stack: str
    probe: str
    driver: str

    @property
    def name(self) -> str:
        return f"{self.stack}, {self.driver}: {self.probe}"

    @property
    def url(self) -> str:
        return SCHEMES["psycopg2" if self.probe in LATE else self.driver]


def _attacks() -> Iterator[Attack]:
    for stack in (*stacks.OLDER, stacks.LATEST):
        yield from (Attack(stack, probe, "psycopg2") for probe in (*SYNC, *POSTGRES, RESTART))
        yield from (Attack(stack, probe, "asyncpg") for probe in LATE)
        if not stack.startswith("sqlalchemy-1"):
            yield from (Attack(stack, probe, "psycopg") for probe in ("forks", "engines_attacked", *LATE))
        yield from (Attack(stack, probe, "pymysql") for probe in (*SYNC, RESTART))
    yield from (Attack(stacks.OLDEST, probe, "psycopg2") for probe in ("forks", "engines_attacked", "load"))
    yield from (Attack(stacks.LATEST, probe, "psycopg2") for probe in ("green", "gunicorn_preload", "celery_prefork"))
    yield Attack("sqlalchemy-2.0", "traced", "psycopg2")


ATTACKS = tuple(_attacks())


def tried(numbers: Sequence[int], folder: Path, share: float = 1.0) -> Iterator[Trial]:
    """One attack for each number; its figures are what the server counted."""
    for number in numbers:
        attack = ATTACKS[number % len(ATTACKS)]
        place = folder / str(number)
        place.mkdir()
        try:
            said = _said(attack, place, share)
        except AssertionError as error:
            yield Trial(number, attack.stack, f"{attack.name}: {str(error)[-400:]}")
        else:
            yield Trial(number, attack.stack, figures="\n".join(match[0] for match in COUNTED.finditer(said)))


def _said(attack: Attack, folder: Path, share: float) -> str:
    stack = stacks.build(attack.stack)
    write_modules(folder, stack.floor)
    with _server(attack) as server:
        if attack.probe == RESTART:
            return prove_restart(stack, folder, server, attack.url)
        arguments = (attack.driver,) if attack.probe in LATE else ()
        url = server.dsn(attack.url)
        return stack.prove(attack.probe, *arguments, modules=folder, url=url, folder=folder, share=share, seconds=900)


def _server(attack: Attack) -> AbstractContextManager[postgres.Postgres | mariadb.MariaDB]:
    return mariadb.start(40) if attack.driver == "pymysql" else postgres.start(40)


def figures(trials: Sequence[Trial]) -> str:
    """A Markdown table: what each attack does, and the connections before and after on each SQLAlchemy."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for trial in trials:
        attack = ATTACKS[trial.number % len(ATTACKS)]
        rows.setdefault((attack.probe, attack.driver), {})[attack.stack] = _cell(trial)
    names = [name for name in stacks.REQUIREMENTS if name.startswith("sqlalchemy-")]
    heads = ["Attack", "Driver", *(name.removeprefix("sqlalchemy-") for name in names), "What was counted"]
    lines = [heads, ["---", "---", *(["--:"] * len(names)), "---"]]
    for (probe, driver), cells in sorted(rows.items(), key=lambda row: (_order(row[0][0]), row[0])):
        lines.append([f"`{probe}`", driver, *(cells.get(name, "") for name in names), _counted(trials, probe)])
    text = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    told = "\n".join(f"- `{probe}`: {_docstring(probe)}" for probe in sorted({key[0] for key in rows}, key=_order))
    return f"{text}\n\nWhat each does, and what must hold:\n\n{told}\n"


def _cell(trial: Trial) -> str:
    if trial.problem:
        return "failed"
    return " and ".join(f"{before} / {after}" for before, after, _ in COUNTED.findall(trial.figures))


def _counted(trials: Sequence[Trial], probe: str) -> str:
    found = (trial for trial in trials if ATTACKS[trial.number % len(ATTACKS)].probe == probe and trial.figures)
    return next((COUNTED.findall(trial.figures)[0][2] for trial in found), "")


def _order(probe: str) -> int:
    return [attack.probe for attack in ATTACKS].index(probe)


def _docstring(probe: str) -> str:
    text = ast.get_docstring(ast.parse((stacks.PROBES / f"{probe}.py").read_text(encoding="utf-8"))) or ""
    return text.splitlines()[0]


PART = Part("attacks", "Attacks on generated modules", len(ATTACKS), tried)
