"""How the fields of a pydantic class are written (`= 5`, `= Field(...)`, `Annotated[...]`), and new ones like them."""

from __future__ import annotations

from collections.abc import Sequence

from consolidator.frozen import dataclass
from consolidator.model import Expr, Facts, NewSetting
from consolidator.settings_styles._fields import Field
from consolidator.settings_styles._layout import Layout
from consolidator.settings_styles._pool_names import is_pool
from consolidator.syntax.names import called, literal, names_of

FIELD = {"pydantic.Field", "pydantic.fields.Field", "pydantic.v1.Field"}


@dataclass(frozen=True, slots=True)
class FieldForm:
    """`call` is the local name of `Field`, "" for plain defaults; `alias` the keyword that names the variable."""

    call: str
    keyword: bool = True
    alias: str = ""
    alias_prefix: str = ""
    lower_alias: bool = False
    described: bool = False
    multiline: bool = False
    annotated: bool = False
    documented: bool = False

    @property
    def uses_field(self) -> bool:
        """Whether new fields need the name `Field`."""
        return bool(self.call)

    def lines(self, layout: Layout, name: str, new: NewSetting) -> tuple[str, ...]:
        """The lines of one new field."""
        annotation, value = self._parts(layout, new)
        line = layout.line(name, annotation, value)
        if self.uses_field and not self.annotated and (self.multiline or len(line) > layout.width):
            line = self._tall(layout, name, new)
        doc = (f'{layout.indent}"""{new.description}"""',) if self.documented else ()
        return (*line.split("\n"), *doc)

    def _parts(self, layout: Layout, new: NewSetting) -> tuple[str, str]:
        arguments = ", ".join(self._arguments(layout, new))
        if self.annotated:
            return f"Annotated[int, {self.call}({arguments})]", str(new.default)
        return "int", f"{self.call}({arguments})" if self.call else str(new.default)

    def _arguments(self, layout: Layout, new: NewSetting) -> list[str]:
        rows = [] if self.annotated else [f"default={new.default}" if self.keyword else str(new.default)]
        rows.append(f"ge={new.minimum}")
        if self.alias:
            variable = f"{self.alias_prefix}{new.name}"
            rows.append(f"{self.alias}={layout.string(variable.lower() if self.lower_alias else variable)}")
        if self.described:
            rows.append(f"description={layout.string(new.description)}")
        return rows

    def _tall(self, layout: Layout, name: str, new: NewSetting) -> str:
        inner = [f"{layout.indent}    {row}," for row in self._arguments(layout, new)]
        head = layout.line(name, "int", f"{self.call}(")
        return "\n".join((head, *inner, f"{layout.indent})"))


def form_of(facts: Facts, rows: Sequence[Field]) -> FieldForm:
    """What most neighbours do, decided for each habit on its own."""
    names = names_of(facts)
    valued = [row for row in rows if row.value is not None]
    calls = [row.value for row in valued if row.value is not None and called(names, row.value) in FIELD]
    documented = sum(row.documented for row in rows) * 2 > len(rows)
    annotated = [row for row in rows if (row.annotation or "").startswith("Annotated[int, Field(")]
    if len(annotated) * 2 > len(rows) or any(row in annotated for row in rows if _is_number(row)):
        return FieldForm("Field", annotated=True, documented=documented)
    if not calls or len(calls) * 2 < len(valued):
        return FieldForm("", documented=documented)
    return FieldForm(
        call=facts.text(calls[0].parts[0].span),
        keyword=_most([any(k == "default" for k, _ in c.keywords) for c in calls if not _is_required(c)], True),
        alias=_alias(calls),
        alias_prefix=_alias_prefix(rows),
        lower_alias=_most([_alias_text(c) == _alias_text(c).lower() for c in calls if _alias_text(c)], False),
        described=_most([any(k == "description" for k, _ in c.keywords) for c in calls], False),
        multiline=_most(["\n" in facts.text(c.span) for c in calls], False),
        documented=documented,
    )


def _is_number(row: Field) -> bool:
    return isinstance(literal(row.value), int) and not isinstance(literal(row.value), bool)


def _is_required(call: Expr) -> bool:
    """`Field(...)`: the ellipsis says nothing of how a default is written."""
    keys = {key for key, _ in call.keywords}
    first = call.parts[1].value if len(call.parts) > 1 else None
    return first is Ellipsis or (len(call.parts) == 1 and not keys & {"default", "default_factory"})


def _most(rows: Sequence[bool], otherwise: bool) -> bool:
    return sum(rows) * 2 > len(rows) if rows else otherwise


def _alias(calls: Sequence[Expr]) -> str:
    for keyword in ("validation_alias", "env", "alias"):
        if sum(any(k == keyword for k, _ in call.keywords) for call in calls) * 2 > len(calls):
            return keyword
    return ""


def _alias_prefix(rows: Sequence[Field]) -> str:
    """What the variables of the pool fields have before the fields' names: `DATABASE_` of `DATABASE_POOL_SIZE`."""
    for row in rows:
        text = _alias_text(row.value).upper() if row.value is not None and is_pool(row.name) else ""
        if text.endswith(row.name.upper()):
            return text.removesuffix(row.name.upper())
    return ""


def _alias_text(call: Expr) -> str:
    found = [literal(v) for k, v in call.keywords if k in ("validation_alias", "env", "alias")]
    return found[0] if found and isinstance(found[0], str) else ""
