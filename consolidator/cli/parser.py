"""Arguments in; the name of a command and its raw values out, or help on a page. Nothing is run here."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Sequence
from typing import Annotated, Any, cast

import typer

from consolidator import __version__
from consolidator.cli.formats import offered
from consolidator.cli.grammar import COMMANDS, GROUPS
from consolidator.cli.help import PlainCommand, PlainGroup
from consolidator.cli.own import Command, Own
from consolidator.cli.quick import COMPLETING
from consolidator.cli.request import Request
from consolidator.config import Option
from consolidator.config.table import select
from consolidator.errors import UsageError

# The base that all errors of parsing share; typer does not export it and has it from click in older versions.
_NotUnderstood = cast(type[Exception], typer.BadParameter.__mro__[1])


_INTERRUPTED = 130
"""What typer makes of Ctrl-C."""


def parse(argv: Sequence[str]) -> Request | int:
    """The request that `argv` makes, or an exit code where help or the version was all that was asked.

    Raises UsageError for arguments that cannot be understood.
    """
    command = typer.main.get_command(_app(argv))
    try:
        answer = command.main(list(argv) or ["--help"], prog_name="consolidate", standalone_mode=False)
    except _NotUnderstood as error:
        context = getattr(error, "ctx", None)
        where = context.command_path if context else "consolidate"
        raise UsageError(cast(Any, error).format_message(), f"see {where} --help") from None
    except SystemExit as end:
        # A shell that asks for completions has its answer, and nothing else is to be done.
        return int(end.code or 0)
    if answer == _INTERRUPTED:
        raise KeyboardInterrupt
    return answer if isinstance(answer, Request) else int(answer or 0)


def _app(argv: Sequence[str]) -> typer.Typer:
    """All commands; parameters have those alone that `argv` could mean, as it takes long to make them."""
    app = typer.Typer(
        cls=PlainGroup,
        help="Consolidate the database engines of a Python service into one shared, pooled module.",
        context_settings={"help_option_names": ["-h", "--help"]},
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback(cls=PlainGroup)(_root)
    groups = {name: typer.Typer(cls=PlainGroup, help=text, rich_markup_mode=None) for name, text in GROUPS.items()}
    is_completing = COMPLETING in os.environ
    for each in COMMANDS:
        group, _, name = each.name.rpartition(" ")
        place = groups[group] if group else app
        is_meant = is_completing or set(each.name.split()) <= set(argv)
        record = _command(each.name, each.own, select(*each.options)) if is_meant else _command(each.name, (), ())
        place.command(name, cls=PlainCommand, help=each.summary, epilog=_epilog(each))(record)
    for name, group_app in groups.items():
        app.add_typer(group_app, name=name, no_args_is_help=True)
    return app


def _epilog(command: Command) -> str | None:
    """The examples at the end of the help, whose lines are joined where no empty one parts them."""
    rows = [f"consolidate {line}   {purpose}" for line, purpose in command.examples]
    return "\n\n".join(["Examples:", *rows]) if rows else None


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"consolidate {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", "-V", help="Print the version.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """Only `--version` stands before a command."""


def _command(name: str, own: Sequence[Own], options: Sequence[Option]) -> Callable[..., Request]:
    """A function whose signature typer reads; calling it only records what was given."""

    def record(**values: Any) -> Request:
        arguments = {one.name: values[one.name] for one in own}
        return Request(name, arguments, {option.name: _given(option, values[option.field]) for option in options})

    parameters = [_parameter(one.name, Annotated[one.type, _own(one)], one.default) for one in own]
    shown = [offered(option, name) for option in options]
    parameters += [_parameter(option.field, Annotated[_TYPES[option.kind], _info(option)], None) for option in shown]
    cast(Any, record).__signature__ = inspect.Signature(parameters)
    record.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return record


def _parameter(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _own(one: Own) -> Any:
    if not one.flags:
        return typer.Argument(help=one.help, show_default=False)
    return typer.Option(
        *one.flags,
        help=one.help,
        metavar=one.metavar,
        min=one.least,
        show_default=False,
        rich_help_panel=one.group or None,
    )


# Numbers and choices stay text here, so that a flag, a variable and a file get one and the same message.
_TYPES: dict[str, Any] = {
    **dict.fromkeys(("text", "path", "number", "issue", "fraction", "choice"), str | None),
    **dict.fromkeys(("switch", "toggle"), bool | None),
    "list": list[str] | None,
    "count": int,
}


def _given(option: Option, value: Any) -> object:
    """None where the flag was not given; typer says an empty list or 0 for some kinds."""
    return None if value is None or value == [] or (option.kind == "count" and not value) else value


def _info(option: Option) -> Any:
    names = f"{option.flag}/--no-{option.name}" if option.kind == "toggle" else option.flag
    return typer.Option(
        *([names, option.short] if option.short else [names]),
        help=_help(option),
        metavar=_metavar(option),
        count=option.kind == "count",
        show_default=False,
        rich_help_panel=option.group,
    )


def _metavar(option: Option) -> str | None:
    if option.kind in ("switch", "toggle", "count"):
        return None
    return "|".join(option.choices) or option.metavar or "TEXT"


def _help(option: Option) -> str:
    if option.kind in ("switch", "count") or option.default in (None, (), ""):
        return option.help
    default = (
        {True: "yes", False: "no"}.get(option.default, option.default) if option.kind == "toggle" else option.default
    )
    return f"{option.help} (default: {default})"
