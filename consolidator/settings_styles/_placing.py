"""Where new fields go: behind the pool's or the URL's field, or where the alphabet puts them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from consolidator.model import Facts, NewSetting, Replace, SettingsHome
from consolidator.settings_styles._fields import Field
from consolidator.settings_styles._layout import Layout, insertion, layout_of, stands_alone
from consolidator.settings_styles._pool_names import is_pool, is_url, missing, spelled

Render = Callable[[Layout, str, NewSetting], tuple[str, ...]]
"""Layout, the field's name and the setting -> the lines of the new field."""


def added(
    facts: Facts,
    home: SettingsHome,
    rows: Sequence[Field],
    new: Iterable[NewSetting],
    near: str | None,
    render: Render,
) -> tuple[Replace, ...]:
    """Insertions of the settings that the home lacks.

    None where its fields share a line with something else, or where nobody else could read them.

    `near` names the field of the database's URL, where it is known.
    """
    wanted = missing(home, new)
    if _is_sorted(rows):
        wanted = tuple(sorted(wanted, key=lambda setting: spelled(home, setting)))
    if not wanted or not rows or (home.owner and home.accessor is None):
        return ()
    anchor, is_near = _anchor(rows, near)
    if not stands_alone(facts, anchor):
        return ()
    layout = layout_of(facts, rows, anchor)
    places: dict[int, list[str]] = {}
    for setting in wanted:
        after = _alphabetical(rows, spelled(home, setting)) or anchor
        places.setdefault(after.end, []).extend(render(layout, spelled(home, setting), setting))
    if not is_near and _has_sections(facts, rows) and list(places) == [anchor.end]:
        places[anchor.end][:0] = ["", f"{layout.indent}# Connection pool"]
    return tuple(insertion(facts, end, lines) for end, lines in places.items())


def _anchor(rows: Sequence[Field], near: str | None) -> tuple[Field, bool]:
    """The field to insert behind, and whether it has to do with the database."""
    wanted = (near or "").casefold()
    tests: tuple[Callable[[Field], bool], ...] = (
        lambda row: is_pool(row.name),
        lambda row: row.name.casefold() == wanted,
        lambda row: is_url(row.name),
    )
    for test in tests:
        found = [row for row in rows if test(row)]
        if found:
            return (found[-1] if test is tests[0] else found[0]), True
    return rows[-1], False


def _alphabetical(rows: Sequence[Field], name: str) -> Field | None:
    """The field that precedes `name` where all fields are in alphabetical order."""
    if not _is_sorted(rows):
        return None
    smaller = [row for row in rows if row.name.casefold() < name.casefold()]
    return smaller[-1] if smaller else None


def _is_sorted(rows: Sequence[Field]) -> bool:
    names = [row.name.casefold() for row in rows]
    return len(names) >= 5 and names == sorted(names)


def _has_sections(facts: Facts, rows: Sequence[Field]) -> bool:
    """Whether comments of their own head groups of fields."""
    lines = facts.source.splitlines()
    return sum(lines[row.span.line - 2].lstrip().startswith("#") for row in rows if row.span.line > 1) >= 2
