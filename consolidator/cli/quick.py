"""Arguments that leave nothing to ask to the request that they make, without loading a parser, which takes longer than
a small scan; None for all others, to which the parser has the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from consolidator.cli.grammar import COMMANDS
from consolidator.cli.own import Command
from consolidator.cli.request import Request
from consolidator.config.options import Option
from consolidator.config.table import select

COMPLETING = "_CONSOLIDATE_COMPLETE"
"""Set where a shell asks for completions (https://click.palletsprojects.com/en/stable/shell-completion/)."""


def quick(argv: Sequence[str], environ: Mapping[str, str]) -> Request | None:
    """The request of a command whose own arguments are at most a path, and whose flags stand apart from each other."""
    command = next((each for each in COMMANDS if argv and each.name == argv[0]), None)
    if command is None or COMPLETING in environ or any(own.flags or own.type is not str for own in command.own):
        return None
    options = select(*command.options)
    read = _read(argv[1:], {name: row for row in options for name in _names(row)})
    return None if read is None else _request(command, options, *read)


def _names(option: Option) -> Iterable[str]:
    names = (option.flag, f"--no-{option.name}" if option.kind == "toggle" else "", option.short)
    return filter(None, names)


def _read(words: Sequence[str], named: Mapping[str, Option]) -> tuple[list[str], list[tuple[Option, Any]]] | None:
    """The words that are no flags, and every flag with its value; None where a word is neither for certain."""
    free: list[str] = []
    given: list[tuple[Option, Any]] = []
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
        option = named.get(name)
        if option is None:
            if word.startswith("-"):
                return None
            free.append(word)
        elif option.kind in ("switch", "toggle", "count"):
            if equals:
                return None
            given.append((option, name in (option.flag, option.short)))
        else:
            text = value if equals else next(rest, "-")
            if text.startswith("-") and not equals:
                return None
            given.append((option, text))
    return free, given


def _request(
    command: Command, options: Sequence[Option], free: Sequence[str], given: Iterable[tuple[Option, Any]]
) -> Request | None:
    """What the parser makes of the same: the last value counts, lists and counts take them all."""
    if len(free) > len(command.own):
        return None
    arguments = {own.name: own.default for own in command.own}
    arguments.update(zip(arguments, free, strict=False))
    flags: dict[str, Any] = {option.name: None for option in options}
    for option, value in given:
        if option.kind == "list":
            flags[option.name] = [*(flags[option.name] or ()), value]
        elif option.kind == "count":
            flags[option.name] = (flags[option.name] or 0) + 1
        else:
            flags[option.name] = value
    return Request(command.name, arguments, flags)
