"""Texts by path to others: a part of them, or with some in the place of theirs. None is read before it is asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping


class Part(Mapping[str, bytes]):
    """Those of some paths."""

    def __init__(self, texts: Mapping[str, bytes], paths: Collection[str]) -> None:
        self._texts = texts
        self._paths = tuple(path for path in texts if path in paths)
        self._known = frozenset(self._paths)

    def __getitem__(self, path: str) -> bytes:
        if path not in self._known:
            raise KeyError(path)
        return self._texts[path]

    def __contains__(self, path: object) -> bool:
        return path in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


class Overlaid(Mapping[str, bytes]):
    """All of them, and others that go before."""

    def __init__(self, texts: Mapping[str, bytes], over: Mapping[str, bytes]) -> None:
        self._texts = texts
        self._over = over
        self._paths = dict.fromkeys([*texts, *over])

    def __getitem__(self, path: str) -> bytes:
        return self._over[path] if path in self._over else self._texts[path]

    def __contains__(self, path: object) -> bool:
        return path in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)
