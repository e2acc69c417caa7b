"""Numbers of a plan in; the phrases that all reports share out."""

from __future__ import annotations

from consolidator.model import Database, Finding, Plan, Site

UNBOUNDED = "unbounded"


def count(number: int, noun: str) -> str:
    """`1 engine`, `4 engines`, `2 databases`, `3 classes`."""
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + ("es" if noun.endswith("s") else "s")
    return f"{number:,} {noun if number == 1 else plural}"


def amount(number: int | None) -> str:
    """A number of engines or connections; None is one for each call, hence without a bound."""
    return UNBOUNDED if number is None else f"{number:,}"


def change(before: int | None, after: int | None) -> str:
    """`4 -> 1`, or the one number where nothing changes."""
    return amount(before) if before == after else f"{amount(before)} -> {amount(after)}"


def place(item: Finding | Site) -> str:
    """`path:line`, or the path alone where no line is known."""
    return f"{item.path}:{item.line}" if item.line else item.path


def headline(plan: Plan) -> str:
    """What the plan comes to, in one line."""
    changing = [each for each in plan.databases if each.engines_before != each.engines_after]
    if not changing:
        return "Share the database engine of the service" if not plan.is_empty else "Nothing to consolidate"
    return f"Share one pooled engine for {_subject(changing)}"


def _subject(databases: list[Database]) -> str:
    return "the database" if len(databases) == 1 else f"each of {count(len(databases), 'database')}"


def engines(plan: Plan) -> str:
    """`4 engines become 1`, over all databases that change."""
    changing = [each for each in plan.databases if each.engines_before != each.engines_after]
    before, after = _sum([each.engines_before for each in changing]), _sum([each.engines_after for each in changing])
    if before is None:
        return f"an engine for each call becomes {count(after or 0, 'engine')} for each process"
    return f"{count(before, 'engine')} for each process {'becomes' if before == 1 else 'become'} {amount(after)}"


def _sum(numbers: list[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None
