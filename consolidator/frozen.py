"""Class bodies to classes of values, as `dataclasses` makes them, but without compiling six methods for each.

That took a third of the start of a run, which knows many classes and makes values of few. Measured for 154 classes
(Python 3.11): `dataclasses` takes 200 ms to define them, `attrs` 160 and 47 more to be loaded, `msgspec` 4 and 45 more
to be loaded (it loads `inspect`, `uuid` and `decimal`); these take 9, and 0.07 for each class that a value is made of.

To a type checker, and to whoever asks `dataclasses.fields`, `asdict` or `replace`, these are data classes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from types import CodeType, FunctionType
from typing import Any, cast

TYPE_CHECKING = False
MISSING: Any = object()
"""Where a field has no default."""


class Field:
    """What `field` was told of one field."""

    __slots__ = ("default", "default_factory", "metadata", "name", "repr")

    def __init__(self, default: Any, default_factory: Any, repr: bool, metadata: Mapping[Any, Any] | None) -> None:
        self.name = ""
        self.default = default
        self.default_factory = default_factory
        self.repr = repr
        self.metadata = metadata or {}


def _field(*, default: Any = MISSING, default_factory: Any = MISSING, repr: bool = True, metadata: Any = None) -> Any:
    """As `dataclasses.field`."""
    return Field(default, default_factory, repr, metadata)


def _fields(of: Any) -> tuple[Field, ...]:
    """As `dataclasses.fields`."""
    return tuple(of.__frozen_fields__)


def _replace(value: Any, /, **changes: Any) -> Any:
    """As `dataclasses.replace`."""
    kept = {name: getattr(value, name) for name in value.__match_args__ if name not in changes}
    return value.__class__(**kept, **changes)


def _dataclass(*, frozen: bool = False, slots: bool, eq: bool = True) -> Callable[[type], type]:
    """As `dataclasses.dataclass`, for classes of plain fields: no `ClassVar`, no `__post_init__`.

    Without `slots` a value has room for more than its fields, such as what `cached_property` keeps.
    """
    return lambda cls: _made(cls, frozen, eq, () if slots else ("__dict__",))


def _made(cls: type, is_frozen: bool, has_eq: bool, room: tuple[str, ...]) -> type:
    own = [_own(cls, name) for name in cls.__annotations__]
    names = {each.name for each in own}
    # One that a base has, too, keeps its place there.
    fields = list({each.name: each for each in (*getattr(cls, "__frozen_fields__", ()), *own)}.values())
    members = {name: value for name, value in cls.__dict__.items() if name not in names}
    members = {name: value for name, value in members.items() if name not in ("__dict__", "__weakref__")}
    given = _methods([each.name for each in fields], is_frozen, has_eq)
    members = {**{name: value for name, value in given.items() if name not in members}, **members}
    members["__slots__"] = (*(each.name for each in own), *room)
    members["__frozen_fields__"] = tuple(fields)
    members["__dataclass_fields__"] = _Described(is_frozen, "__dataclass_fields__")
    members["__dataclass_params__"] = _Described(is_frozen, "__dataclass_params__")
    made = type(cls)(cls.__name__, cls.__bases__, members)
    made.__qualname__ = cls.__qualname__
    _start_lazily(made)
    return made


def _own(cls: type, name: str) -> Field:
    said = cls.__dict__.get(name, MISSING)
    found = said if isinstance(said, Field) else Field(said, MISSING, True, None)
    found.name = name
    return found


def _methods(names: list[str], is_frozen: bool, has_eq: bool) -> dict[str, Any]:
    """Methods that serve every class alike, given the names of the fields."""
    values = _reader(names)
    found: dict[str, Any] = {"__match_args__": tuple(names), "__repr__": _shown}
    found["__reduce__"] = lambda self: (self.__class__, values(self))
    if is_frozen:
        found.update(__setattr__=_refuse, __delattr__=_refuse)
    if has_eq:

        def __eq__(self: Any, other: Any) -> Any:
            return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

        found["__eq__"] = __eq__
        found["__hash__"] = (lambda self: hash(values(self))) if is_frozen else None
    return found


def _reader(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """What gives the values of all fields."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _shown(self: Any) -> str:
    told = (f"{each.name}={getattr(self, each.name)!r}" for each in self.__frozen_fields__ if each.repr)
    return f"{self.__class__.__qualname__}({', '.join(told)})"


def _refuse(self: Any, name: str, *value: Any) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot {'assign to' if value else 'delete'} field {name!r}")


def _start_lazily(made: Any) -> None:
    """Let the first value that is made write the method that makes them."""
    if "__init__" in made.__dict__:
        return

    def __init__(self: Any, *args: Any, **given: Any) -> None:
        made.__init__ = _initializer(made)
        made.__init__(self, *args, **given)

    made.__init__ = __init__


def _initializer(made: Any) -> Any:
    """`def __init__(self, a, b=...)`: what each slot gets, straight into the slot, which is not frozen for it."""
    fields = made.__frozen_fields__
    has_default = [each.default is not MISSING or each.default_factory is not MISSING for each in fields]
    if has_default != sorted(has_default):
        raise TypeError(f"a field without a default stands behind one with a default in {made.__qualname__}")
    known = {"_missing": MISSING}
    for at, each in enumerate(fields):
        known[f"_set{at}"] = getattr(made, each.name).__set__
        known[f"_factory{at}"] = each.default_factory
    code = _of_shape(tuple(each.default_factory is not MISSING for each in fields))
    named = code.replace(co_varnames=("self", *(each.name for each in fields)))
    defaults = tuple(each.default for each, has in zip(fields, has_default, strict=True) if has)
    return FunctionType(named, known, "__init__", defaults)


@cache
def _of_shape(is_made: tuple[bool, ...]) -> CodeType:
    """The code for so many fields, of which some are made where they are not given: classes share it but for the names.

    To compile it takes ten times as long as to give it other names.
    """
    head = "".join(f", f{at}" for at in range(len(is_made)))
    rows = (
        f"_set{at}(self, _factory{at}() if f{at} is _missing else f{at})" if made else f"_set{at}(self, f{at})"
        for at, made in enumerate(is_made)
    )
    lines = "\n  ".join(rows) or "pass"
    space: dict[str, Any] = {}
    exec(f"def __init__(self{head}):\n  {lines}", space)
    return cast(CodeType, space["__init__"].__code__)


class _Described:
    """What `dataclasses` itself asks of a class: made from a twin of the class when it is asked for."""

    def __init__(self, is_frozen: bool, name: str) -> None:
        self._is_frozen = is_frozen
        self._name = name

    def __get__(self, value: Any, owner: Any) -> Any:
        import dataclasses

        def told(each: Field) -> Any:
            said = {"default": each.default, "default_factory": each.default_factory}
            given = {name: value for name, value in said.items() if value is not MISSING}
            return dataclasses.field(**given, repr=each.repr, metadata=each.metadata)

        rows = [(each.name, Any, told(each)) for each in owner.__frozen_fields__]
        return getattr(dataclasses.make_dataclass(owner.__name__, rows, frozen=self._is_frozen), self._name)


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import fields as fields
    from dataclasses import replace as replace
else:
    dataclass, field, fields, replace = _dataclass, _field, _fields, _replace
