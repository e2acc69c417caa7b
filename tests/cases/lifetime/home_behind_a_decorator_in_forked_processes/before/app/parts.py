from collections.abc import Callable
from typing import TypeVar

Part = TypeVar("Part")
parts: dict[tuple[str, str], object] = {}


def registered(area: str) -> Callable[[str], Callable[[Part], Part]]:
    def named(name: str) -> Callable[[Part], Part]:
        def kept(part: Part) -> Part:
            parts[area, name] = part
            return part

        return kept

    return named
