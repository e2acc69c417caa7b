"""The arguments of a command to its positional ones and the values of its options."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from consolidator.frozen import dataclass

MOST = 10_000
"""A number beyond is no number of processes."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """Positional arguments in order, and what each option was given; an option without a value has none."""

    positional: tuple[str, ...]
    options: Mapping[str, tuple[str, ...]]

    def value(self, *names: str) -> str | None:
        """The last value given by any of these options."""
        given = [value for name in names for value in self.options.get(name, ())]
        return given[-1] if given else None

    def has(self, *names: str) -> bool:
        """Whether one of these options stands there."""
        return any(name in self.options for name in names)


def flags(names: str) -> frozenset[str]:
    """The names of options that take no value."""
    return frozenset(names.split())


def parse(words: Sequence[str], alone: frozenset[str] = frozenset()) -> Arguments:
    """Read `words`, the program left out; every option but those `alone` takes a value.

    `--name=value`, `--name value`, `-n value` and `-nvalue` are the same; behind `--` all is positional.
    """
    positional: list[str] = []
    options: dict[str, list[str]] = defaultdict(list)
    rest = list(reversed(words))
    while rest:
        word = rest.pop()
        name, equals, value = word.partition("=")
        if word == "--":
            positional += reversed(rest)
            break
        if not word.startswith("-") or word == "-":
            positional.append(word)
        elif equals:
            options[name].append(value)
        elif word in alone or word.startswith("--no-"):
            options[word] += []
        elif not word.startswith("--") and len(word) > 2 and word[:2] not in alone:
            options[word[:2]].append(word[2:])
        elif rest and not rest[-1].startswith("-"):
            options[word].append(rest.pop())
        else:
            options[word] += []
    return Arguments(tuple(positional), {name: tuple(values) for name, values in options.items()})


def number(text: str | None) -> int | None:
    """A literal number of processes or threads, None for anything else."""
    if text is None or not text.isascii() or not text.isdecimal() or len(text) > 5:
        return None
    return int(text) if 0 < int(text) <= MOST else None


def workers_of(arguments: Arguments, *names: str) -> tuple[int | None, str]:
    """How many workers these options ask for, and what was assumed where that is no literal number."""
    given = arguments.value(*names)
    known = number(given)
    assumed = "one worker, as their number is not literal" if given is not None and known is None else ""
    return known, assumed
