"""pydantic's BaseSettings, versions 1 and 2, and the sections nested in them.

https://docs.pydantic.dev/latest/concepts/pydantic_settings/ and https://docs.pydantic.dev/1.10/usage/settings/
"""

from __future__ import annotations

from collections.abc import Iterable

from consolidator.model import AddImport, Class, Edit, Expr, Facts, NewSetting, SettingsHome, SettingsReader
from consolidator.settings_styles._accessors import accessor, parent
from consolidator.settings_styles._fields import Field, class_fields, class_named, is_lower
from consolidator.settings_styles._placing import added
from consolidator.settings_styles._pydantic_config import Config, config_of
from consolidator.settings_styles._pydantic_field import FIELD, FieldForm, form_of
from consolidator.settings_styles._readers import reader_of
from consolidator.syntax.names import Names, literal, names_of, qualified

STYLE = "pydantic"
_BASES = {
    "pydantic.BaseSettings",
    "pydantic.v1.BaseSettings",
    "pydantic.env_settings.BaseSettings",
    "pydantic_settings.BaseSettings",
    "pydantic_settings.main.BaseSettings",
}
_MODELS = {"pydantic.BaseModel", "pydantic.v1.BaseModel", "pydantic.main.BaseModel"}


def find(facts: Facts) -> tuple[SettingsHome, ...]:
    """Every BaseSettings class with fields, and every BaseModel that is a section of one."""
    names = names_of(facts)
    return tuple(
        _home(facts, cls, names)
        for cls in facts.classes
        if class_named(facts, cls.qualname) is cls and class_fields(facts, cls.qualname) and _is_home(facts, cls, names)
    )


def add(facts: Facts, home: SettingsHome, new: Iterable[NewSetting], *, near: str | None = None) -> tuple[Edit, ...]:
    """Annotated fields; with `Field(default=5, ge=1)` where the neighbours use `Field`."""
    rows = class_fields(facts, home.owner)
    form = form_of(facts, rows)
    edits = added(facts, home, rows, new, near, form.lines)
    return (*edits, *_imports(facts, form)) if edits else ()


def reader(facts: Facts, home: SettingsHome, module: str) -> SettingsReader:
    """Attributes of the instance; `module` is the dotted path of the settings module."""
    return reader_of(home, module)


def _imports(facts: Facts, form: FieldForm) -> tuple[Edit, ...]:
    known = set(names_of(facts).values())
    return () if not form.uses_field or known & FIELD else (AddImport("pydantic", "Field"),)


def _home(facts: Facts, cls: Class, names: Names) -> SettingsHome:
    rows = class_fields(facts, cls.qualname)
    fields = tuple(row.name for row in rows)
    form, prefix = form_of(facts, rows), _prefix(facts, cls, names)
    variables = ((row.name, _variable(row, prefix)) for row in rows)
    return SettingsHome(
        path=facts.path,
        style=STYLE,
        owner=cls.qualname,
        names=fields,
        accessor=accessor(facts, cls.qualname, constructible=_is_settings(facts, cls, names)),
        prefix=form.alias_prefix if form.alias else prefix,
        case="lower" if is_lower(fields) else "upper",
        variables=tuple((name, variable) for name, variable in variables if variable is not None),
    )


def _variable(row: Field, prefix: str | None) -> str | None:
    """The environment variable of a field: the one that its `Field(...)` names, else prefix and name."""
    keywords = dict(row.value.keywords) if row.value is not None else {}
    for key in ("validation_alias", "env", "alias"):
        if isinstance(found := literal(keywords.get(key)), str):
            return found
    return None if prefix is None else f"{prefix}{row.name.upper()}"


def _is_home(facts: Facts, cls: Class, names: Names) -> bool:
    return _is_settings(facts, cls, names) or _section_of(facts, cls, names) is not None


def _is_settings(facts: Facts, cls: Class, names: Names) -> bool:
    """By a base that resolves to BaseSettings, in this module or another one, or by its SettingsConfigDict."""
    if config_of(cls, facts, names).is_settings:
        return True
    return any(qualified(names, base) in _BASES or _is_settings_base(facts, cls, base, names) for base in cls.bases)


def _is_settings_base(facts: Facts, cls: Class, base: Expr, names: Names) -> bool:
    other = class_named(facts, qualified(names, base) or "")
    return other is not None and other.span < cls.span and _is_settings(facts, other, names)


def _section_of(facts: Facts, cls: Class, names: Names) -> tuple[Class, str] | None:
    """The settings class that holds this BaseModel, and the field it is held in."""
    if not any(qualified(names, base) in _MODELS for base in cls.bases):
        return None
    above = parent(facts, cls.qualname)
    outer = class_named(facts, above[0]) if above else None
    if above is None or outer is None or outer is cls or not _is_home(facts, outer, names):
        return None
    return outer, above[1]


def _prefix(facts: Facts, cls: Class, names: Names) -> str | None:
    section = _section_of(facts, cls, names)
    if section is None:
        return _config(facts, cls, names).prefix
    outer, field = section
    above = _prefix(facts, outer, names)
    delimiter = _config(facts, outer, names).delimiter
    return None if above is None or delimiter is None else f"{above}{field.upper()}{delimiter}"


def _config(facts: Facts, cls: Class, names: Names) -> Config:
    """The class's configuration over the one that it inherits inside the module."""
    own = config_of(cls, facts, names)
    for base in cls.bases:
        other = class_named(facts, qualified(names, base) or "")
        if other is not None and other.span < cls.span:
            own = own.over(_config(facts, other, names))
    return own
