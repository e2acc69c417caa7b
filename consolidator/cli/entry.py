"""From arguments to an exit code: parse, run the one command, and map every failure in one place."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout

from consolidator import signals
from consolidator.cli.ending import Answer
from consolidator.cli.terminal import Page, emit, fill_closed_streams
from consolidator.collection import rare_collection
from consolidator.errors import ConsolidateError


class Interrupted(ConsolidateError):
    """Ctrl-C, or a signal that ends the program."""

    code = "interrupted"
    exit_code = 130


def run(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (default: the process's own) and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    fill_closed_streams()
    with signals.ending(), rare_collection():
        answer = _guarded(lambda: _dispatch(arguments, os.environ), arguments, os.environ)
        said = _guarded(lambda: _said(answer), (), {})
        emit("", said.stderr)
    return said.code


def _said(answer: Answer) -> Answer:
    """What is left to say of an answer once it is given: nothing."""
    emit(answer.stdout, answer.stderr)
    return Answer(answer.code)


def _guarded(act: Callable[[], Answer], arguments: Sequence[str], environ: Mapping[str, str]) -> Answer:
    """The answer of `act`, or the one that explains why there is none."""
    try:
        return act()
    except ConsolidateError as error:
        return _failed(error, arguments, environ)
    except KeyboardInterrupt:
        return _interrupted("interrupted", arguments, environ)
    except signals.Ended as end:
        return _interrupted(f"ended by {end.signal}", arguments, environ)._replace(code=end.status)
    except BrokenPipeError:
        return Answer(0)
    except Exception as error:
        came = _signal_in(error)
        return _guarded(lambda: _raised(came), arguments, environ) if came else _internal(error, arguments, environ)


def _signal_in(error: BaseException) -> BaseException | None:
    """The signal behind an error: Python puts a RuntimeError around what is raised while a class is defined."""
    cause = error.__cause__
    return cause if isinstance(cause, KeyboardInterrupt | signals.Ended) else None


def _raised(error: BaseException) -> Answer:
    raise error


def _dispatch(arguments: Sequence[str], environ: Mapping[str, str]) -> Answer:
    from consolidator.cli.commands import command
    from consolidator.cli.quick import quick
    from consolidator.cli.recalling import recalled

    request = quick(arguments, environ)
    if request is None:
        from consolidator.cli.parser import parse

        page = Page(sys.stdout.isatty())
        with redirect_stdout(page):
            asked = parse(arguments)
        if isinstance(asked, int):
            return Answer(asked, page.getvalue())
        request = asked

    return recalled(request, environ, lambda asked: command(asked.command)(asked, environ))


def _failed(error: ConsolidateError, arguments: Sequence[str], environ: Mapping[str, str]) -> Answer:
    from consolidator import report as reports

    stdout: str | bytes = ""
    if _wants_json(arguments, environ):
        command = next((word for word in arguments if not word.startswith("-")), "")
        stdout = reports.render("json", reports.failure(command, error), None)
    return Answer(error.exit_code, stdout, reports.error_line(error))


def _interrupted(how: str, arguments: Sequence[str], environ: Mapping[str, str]) -> Answer:
    return _failed(Interrupted(how, "run the command again; nothing was left half done"), arguments, environ)


def _internal(error: Exception, arguments: Sequence[str], environ: Mapping[str, str]) -> Answer:
    """One line, what it quotes hidden: that may be anything; the traceback only for `-vv`, likewise."""
    from consolidator.masking import without_literals

    trace = _trace(error) if any(word.startswith("-vv") for word in arguments) else ""
    message = without_literals(f"internal error: {type(error).__name__}: {error}")
    cure = "run again with -vv and report what it prints, together with the command"
    answer = _failed(ConsolidateError(message, cure), arguments, environ)
    return Answer(answer.code, answer.stdout, answer.stderr + trace)


def _trace(error: BaseException) -> str:
    """The traceback with those of its causes; the files and lines are our own, the words of the errors may not be."""
    import traceback

    from consolidator.masking import without_literals

    earlier = error.__cause__ or error.__context__
    words = "".join(traceback.format_exception_only(error))
    lines = "".join(traceback.format_tb(error.__traceback__))
    head = f"{_trace(earlier)}\n" if earlier is not None and earlier is not error else ""
    return f"{head}Traceback (most recent call last):\n{lines}{without_literals(words)}"


def _wants_json(arguments: Sequence[str], environ: Mapping[str, str]) -> bool:
    """Whether stdout is to be one JSON document, read without a parser: the arguments may be what failed."""
    chosen = environ.get("CONSOLIDATE_FORMAT", "")
    for at, word in enumerate(arguments):
        if word in ("-f", "--format"):
            chosen = "".join(arguments[at + 1 : at + 2])
        elif word.startswith(("-f", "--format=")):
            chosen = word.removeprefix("--format=").removeprefix("-f").removeprefix("=")
    return chosen == "json"
