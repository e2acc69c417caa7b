"""Classes of values beside those that `dataclasses` makes of the same body."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import pytest

from consolidator.frozen import dataclass, field, fields, replace
from consolidator.model import Entry, Facts, Process, Snapshot


def _point(make: Callable[..., Any], field: Callable[..., Any]) -> Any:
    class Point:
        """Where something is."""

        x: int
        y: int = 0
        labels: list[str] = field(default_factory=list)
        hidden: str = field(default="", repr=False)

        @property
        def distance(self) -> int:
            return abs(self.x) + abs(self.y)

    return make(frozen=True, slots=True)(Point)


def _named(make: Callable[..., Any], base: Any) -> Any:
    class Named(base):
        name: str = "origin"
        y: int = 7

    return make(frozen=True, slots=True)(Named)


OURS, THEIRS = _point(dataclass, field), _point(dataclasses.dataclass, dataclasses.field)
BELOW = (_named(dataclass, OURS), _named(dataclasses.dataclass, THEIRS))


@pytest.mark.parametrize(("ours", "theirs"), [(OURS, THEIRS), BELOW], ids=["plain", "inherited"])
@pytest.mark.parametrize(
    ("args", "given"),
    [
        ((1,), {}),
        ((1, 2), {}),
        ((1,), {"y": 3, "labels": ["a"]}),
        ((), {"x": 1, "hidden": "h"}),
        ((1, 2, ["b"], "c"), {}),
    ],
)
def test_a_value_is_what_dataclasses_make(ours: Any, theirs: Any, args: tuple[Any, ...], given: dict[str, Any]) -> None:
    one, other = ours(*args, **given), theirs(*args, **given)
    assert repr(one).rpartition(">.")[2] == repr(other).rpartition(">.")[2]
    assert dataclasses.asdict(one) == dataclasses.asdict(other)
    assert dataclasses.astuple(one) == dataclasses.astuple(other)
    assert [each.name for each in fields(ours)] == [each.name for each in dataclasses.fields(theirs)]
    assert [each.name for each in dataclasses.fields(ours)] == [each.name for each in dataclasses.fields(theirs)]
    assert one == ours(*args, **given) and one != replace(one, x=9) and one != other and one != 1
    assert dataclasses.replace(one, y=9) == replace(one, y=9) and replace(one, y=9).y == 9
    assert one.distance == other.distance and copy.copy(one) == one and ours.__match_args__ == theirs.__match_args__
    assert ours.__doc__ == theirs.__doc__ or ours is BELOW[0]


@pytest.mark.parametrize(
    ("args", "given"), [((), {}), ((1,), {"x": 1}), ((1, 2, [], "", "name", 6), {}), ((1,), {"z": 1})]
)
def test_what_dataclasses_refuse_is_refused(args: tuple[Any, ...], given: dict[str, Any]) -> None:
    for cls in (OURS, THEIRS, *BELOW):
        with pytest.raises(TypeError):
            cls(*args, **given)


def test_a_frozen_value_stays_as_it_is() -> None:
    value = OURS(1)
    for change in (lambda: setattr(value, "x", 2), lambda: setattr(value, "new", 2), lambda: delattr(value, "x")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            change()
    assert value.x == 1 and not hasattr(value, "__dict__")


def test_default_lists_are_not_shared() -> None:
    assert OURS(1).labels is not OURS(1).labels


def test_values_are_told_apart_by_what_they_hold() -> None:
    row = Entry("a.py", "100644", "1" * 40, 3)
    assert {row, Entry(*dataclasses.astuple(row))} == {row} and hash(row) == hash(replace(row))
    assert len({row, replace(row, size=4)}) == 2
    with pytest.raises(TypeError):
        hash(OURS(1))


def test_values_without_equality_are_told_apart_by_identity() -> None:
    first, second = (Facts(*["" for _ in fields(Facts)]) for _ in range(2))  # type: ignore[arg-type]
    assert first != second and len({first, second}) == 2


def test_they_travel_between_processes() -> None:
    entries = (Entry("a.py", "100644", "1" * 40, 3),)
    value = Snapshot("c" * 40, None, entries, {"a.py": b""}, skipped={"why": ("b.py",)})
    assert pickle.loads(pickle.dumps(value)) == value


def test_a_changeable_one_changes_and_has_no_hash() -> None:
    made = dataclass(slots=True)(type("Held", (), {"__annotations__": {"rows": "list"}}))  # type: ignore[call-overload]
    value = made([1])
    value.rows = [2]
    assert value == made([2])
    with pytest.raises(TypeError):
        hash(value)


def test_what_is_left_out_of_the_text_is_left_out() -> None:
    assert "image" not in repr(Process("web", "web", "", "", (), "", image=frozenset({"a"})))


def test_a_method_of_the_class_goes_before_the_one_that_is_made() -> None:
    def shown(self: Any) -> str:
        return "shown"

    made = dataclass(frozen=True, slots=True)(type("Own", (), {"__annotations__": {"x": "int"}, "__repr__": shown}))
    assert repr(made(1)) == "shown"  # type: ignore[call-arg]


def test_patterns_match_by_position() -> None:
    match Entry("a.py", "100644", "", 3):
        case Entry(path, _, _, size):
            assert SimpleNamespace(path=path, size=size) == SimpleNamespace(path="a.py", size=3)


def test_a_value_without_slots_keeps_what_is_worked_out_once_beside_its_fields() -> None:
    @dataclass(frozen=True, slots=False)
    class Scene:
        number: int

        @cached_property
        def halves(self) -> list[int]:
            return [self.number // 2] * 2

    one = Scene(4)
    assert one.halves is one.halves and one == Scene(4) and hash(one) == hash(Scene(4))
    assert one.__reduce__() == (Scene, (4,))
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.number = 5  # type: ignore[misc]


def test_a_field_without_a_default_behind_one_with_a_default_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Odd:
        first: int = 1
        second: str

    with pytest.raises(TypeError, match="default"):
        Odd(1, "a")


def test_classes_of_one_shape_keep_their_own_names_and_defaults() -> None:
    @dataclass(frozen=True, slots=True)
    class One:
        a: int
        b: list[int] = field(default_factory=list)

    @dataclass(frozen=True, slots=True)
    class Two:
        c: int
        d: tuple[int, ...] = field(default_factory=tuple)

    assert (One(a=1), Two(c=2, d=(3,))) == (One(1, []), Two(2, (3,)))
    with pytest.raises(TypeError, match="'c'"):
        Two(d=())  # type: ignore[call-arg]
