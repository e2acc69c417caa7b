"""Every attack on every generated form, on each SQLAlchemy with each driver, in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from runtime import stacks
from runtime.generated import write_modules
from runtime.restarting import prove_restart

from consolidator.prove import postgres

from .trials import Part, Trial

SYNC = ("one_engine", "load", "forks", "engines_attacked", "disconnect", "silent", "health", "waiters", "clients")
LATE = ("loops", "loops_attacked")
RESTART = "restart"


@dataclass(frozen=True)
class Attack:
    """One probe on one environment; `driver` is how its engines connect."""

    stack: str
    probe: str
    driver: str

    @property
    def name(self) -> str:
        return f"{self.stack}, {self.driver}: {self.probe}"


def _attacks() -> Iterator[Attack]:
    for stack in (*stacks.OLDER, stacks.LATEST):
        yield from (Attack(stack, probe, "psycopg2") for probe in (*SYNC, RESTART))
        yield from (Attack(stack, probe, "asyncpg") for probe in LATE)
        if not stack.startswith("sqlalchemy-1"):
            yield from (Attack(stack, probe, "psycopg") for probe in ("forks", "engines_attacked", *LATE))
    yield from (Attack(stacks.OLDEST, probe, "psycopg2") for probe in ("forks", "engines_attacked", "load"))
    yield from (Attack(stacks.LATEST, probe, "psycopg2") for probe in ("green", "gunicorn_preload", "celery_prefork"))
    yield Attack("sqlalchemy-2.0", "traced", "psycopg2")


ATTACKS = tuple(_attacks())


def tried(numbers: Sequence[int], folder: Path, share: float = 1.0) -> Iterator[Trial]:
    """One attack for each number."""
    for number in numbers:
        attack = ATTACKS[number % len(ATTACKS)]
        place = folder / str(number)
        place.mkdir()
        yield Trial(number, attack.stack, _problem(attack, place, share))


def _problem(attack: Attack, folder: Path, share: float) -> str:
    stack = stacks.build(attack.stack)
    write_modules(folder, stack.floor)
    is_late = attack.probe in LATE
    with postgres.start(max_connections=40) as server:
        url = server.dsn("postgresql+psycopg2" if is_late else f"postgresql+{attack.driver}")
        try:
            if attack.probe == RESTART:
                prove_restart(stack, folder, server)
            else:
                arguments = (attack.driver,) if is_late else ()
                stack.prove(attack.probe, *arguments, modules=folder, url=url, folder=folder, share=share, seconds=900)
        except AssertionError as error:
            return f"{attack.name}: {str(error)[-400:]}"
    return ""


PART = Part("attacks", "Attacks on generated modules", len(ATTACKS), tried)
