"""Dynaconf: `settings = Dynaconf(envvar_prefix="APP", validators=[...])`.

https://www.dynaconf.com/validation/ (a validator's `default` is also the setting's).
"""

from __future__ import annotations

from collections.abc import Iterable

from consolidator.model import AddImport, Edit, Expr, Facts, NewSetting, Replace, SettingsHome, SettingsReader, Span
from consolidator.settings_styles._layout import insertion
from consolidator.settings_styles._pool_names import missing
from consolidator.settings_styles._readers import reader_of
from consolidator.settings_styles._reads import text_argument
from consolidator.settings_styles._typed_reads import made_by
from consolidator.syntax.names import argument, called, literal, names_of
from consolidator.syntax.quotes import quote_of

STYLE = "dynaconf"
_MAKERS = ("dynaconf.Dynaconf", "dynaconf.LazySettings")
_VALIDATOR = "dynaconf.Validator"


def find(facts: Facts) -> tuple[SettingsHome, ...]:
    """Each settings object of the module; the names are those that have a validator."""
    return tuple(
        SettingsHome(
            path=facts.path,
            style=STYLE,
            owner="",
            names=_names(facts, call),
            accessor=name,
            prefix=_prefix(call),
        )
        for name, call in made_by(facts, _MAKERS).items()
    )


def add(facts: Facts, home: SettingsHome, new: Iterable[NewSetting], *, near: str | None = None) -> tuple[Edit, ...]:
    """Validators such as `Validator("POOL_SIZE", default=5, gte=1)`; none where the list is computed elsewhere."""
    call = made_by(facts, _MAKERS).get(home.accessor or "")
    wanted = missing(home, new)
    if call is None or not wanted:
        return ()
    listed = argument(call, "validators")
    edit = _keyword(facts, call, wanted) if listed is None else _appended(facts, listed, wanted, near)
    return () if edit is None else (edit, AddImport("dynaconf", "Validator"))


def reader(facts: Facts, home: SettingsHome, module: str) -> SettingsReader:
    """Attributes of the settings object, in capitals; `module` is the dotted path of its module."""
    return reader_of(home, module)


def _prefix(call: Expr) -> str | None:
    given = argument(call, "envvar_prefix")
    if given is None:
        return "DYNACONF_"
    value = literal(given)
    if value is False:
        return ""
    return f"{value.split(',')[0]}_" if isinstance(value, str) else None


def _validators(facts: Facts, call: Expr) -> list[Expr]:
    listed, names = argument(call, "validators"), names_of(facts)
    items = listed.parts if listed is not None and listed.kind == "list" else ()
    return [item for item in items if called(names, item) == _VALIDATOR]


def _names(facts: Facts, call: Expr) -> tuple[str, ...]:
    return tuple(name for name in map(text_argument, _validators(facts, call)) if name is not None)


def _text(facts: Facts, new: NewSetting) -> str:
    quote = quote_of(facts)
    return f"Validator({quote}{new.name}{quote}, default={new.default}, gte={new.minimum})"


def _appended(facts: Facts, listed: Expr, new: Iterable[NewSetting], near: str | None) -> Replace | None:
    """Behind the validator of the URL, else behind the last one, a line each where the list has lines."""
    if listed.kind != "list" or not listed.parts:
        return None
    named = [item for item in listed.parts if (text_argument(item) or "").casefold() == (near or "").casefold()]
    after = (named or listed.parts[-1:])[0].span
    column = listed.parts[-1].span.column - 1
    gap = f",{facts.newline}{' ' * column}" if "\n" in facts.text(listed.span) else ", "
    return Replace(Span(after.end, after.end), "".join(gap + _text(facts, row) for row in new))


def _keyword(facts: Facts, call: Expr, new: Iterable[NewSetting]) -> Replace:
    """A `validators` keyword behind the call's last argument, a line each."""
    start = facts.source.rfind("\n", 0, call.span.start) + 1
    line = facts.source[start : call.span.start]
    pad = line[: len(line) - len(line.lstrip())] + "    "
    lines = [f"{pad}validators=[", *(f"{pad}    {_text(facts, row)}," for row in new), f"{pad}],"]
    given = [*call.parts[1:], *(value for _, value in call.keywords)]
    if not given:
        at = call.span.end - 1
        return Replace(Span(at, at), facts.newline.join(["", *lines, pad[4:]]))
    at = max(value.span.end for value in given)
    if facts.source[at : call.span.end].lstrip().startswith(","):
        return insertion(facts, at, lines)
    lines[-1] = lines[-1] if "\n" in facts.text(call.span) else f"{pad}]"
    return Replace(Span(at, at), "," + facts.newline + facts.newline.join(lines))
