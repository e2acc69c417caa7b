"""Text -> the same text with its passwords hidden: those of URLs, of connection strings and of settings.

Where the end of a password is unclear, more is hidden rather than less. Everything here takes time in proportion to
the text, whatever the text is: it may come from a hostile repository.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from consolidator.regex import lazy

HIDDEN = "***"
"""What stands where a secret stood."""

_RUN = lazy(r"\S*")
_LINE = lazy(r"[^\r\n]*")
_USER = lazy(r"[^\s/:]*:(?!(?:\\?\*){3}(?:@|$))")
_PORT = lazy(r"\d*(?:[/?#\s,;)\]}'\"`]|$)")
_TOKEN = lazy(r"[^\s:/@'\"]+@")
# Bounded repetitions only: what does not match is given up after a few characters.
_SETTING = lazy(
    r"""(?P<key>(?:pass(?:word|wd|phrase|code)|pwd|secret|token(?!s)|(?:api|access|private|secret)_?key
        |odbc_connect|input_value|identified\ by|(?<![a-z])pass)[\w-]{0,32}
        (?:["'\\]{0,3}\s{0,4}(?:=|%3D|:(?!/))\s{0,4}|\s{1,4}(?=["'])))
        (?!["']?(?:\\?\*){3}(?:[\s&;,|`"')\]}]|$))
        (?P<value>\{[^}\r\n]*\}?|(?P<quote>["'])(?:\\.|(?!(?P=quote))[^\\\r\n])*(?P=quote)?|[^\s&;,|`"']+[^\s&;,|`]*)""",
    re.IGNORECASE | re.VERBOSE,
)
_OPTION = lazy(r"(-p$|--?(?=[\w-]{0,60}(?:pass|pwd|secret|token|key|auth|cred))[\w-]{1,80})(=.)?", re.IGNORECASE)
_SECRET_NAME = lazy(
    r"pass(?:word|wd|code|phrase)|(?<![a-z])pass(?![a-z])|_pwd(?![a-z])|secret|token|(?:api|access|private)_?key", re.I
)
_SHORTEST = 6
_LITERAL = lazy(r"""(["'])(?:(?!\1)[^\r\n])*\1?""")
_QUOTED = lazy(r"""(["']).*""", re.DOTALL)


def mask(text: str) -> str:
    """Return `text` with `***` for each password: `scheme://user:***@host`, `?password=***`, `PWD=***;`.

    Tokens that stand as the user of an http URL are hidden too.
    """
    return _SETTING.sub(_hidden_setting, mask_urls(text))


def mask_urls(text: str) -> str:
    """Return `text` with the password of every `scheme://user:password@host` hidden, and nothing else: fit for code.

    A quote, `@`, `/` or blank in the password, or `@` in the user (`user@server:password@host`), is what SQLAlchemy's
    `make_url` takes, too.
    """
    out: list[str] = []
    done = run_end = line_end = last_at = 0
    start = text.find("://") + 3
    while start >= 3:
        if start > run_end:
            run_end = _end(_RUN, text, start)
            last_at = text.rfind("@", start, run_end)
        line_end = line_end if start <= line_end else _end(_LINE, text, start)
        following = text.find("://", start)
        limit = line_end if following < 0 else min(line_end, following)
        secret = _secret(text, start, run_end, last_at, limit)
        if secret is not None:
            out += (text[done : secret[0]], HIDDEN)
            done = secret[1]
        start = text.find("://", max(start, done)) + 3
    return "".join(out) + text[done:] if out else text


def mask_command(words: Iterable[str]) -> str:
    """The words of a command line as one text, without the values of options that a secret is given by.

    `-p` is one, where its value is no port and the program is not pytest, which names plugins by it.
    """
    shown: list[str] = []
    follows = False
    for word in words:
        is_option = word.startswith("-") or (shown[-1:] == ["-p"] and word.isdigit())
        option = _OPTION.match(word)
        hidden = f"{option[1]}={HIDDEN}" if option and option[2] else word
        shown.append(HIDDEN if follows and not is_option else hidden)
        plugin = word == "-p" and any(each.endswith("pytest") for each in shown)
        follows = option is not None and not option[2] and not plugin
    return mask(" ".join(shown))


def hide(text: str, secrets: Iterable[str]) -> str:
    """`text` without secrets that are known, wherever they stand; those too short to be told from words stay."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, HIDDEN) if len(secret) >= _SHORTEST else text
    return text


def secrets_of(environ: Mapping[str, str]) -> frozenset[str]:
    """The values of variables whose names say that they are secret."""
    return frozenset(value for name, value in environ.items() if _SECRET_NAME.search(name))


def without_literals(text: str) -> str:
    """`text` with every quoted part hidden: for words that may quote any value, as an unforeseen error's do.

    Where quotes of both kinds, or escaped ones, stand in it, nobody can say which is inside which: everything from the
    first one on is hidden.
    """
    masked = mask(text)
    if ("'" in masked and '"' in masked) or "\\" in masked:
        return _QUOTED.sub(rf"\1{HIDDEN}\1", masked)
    return _LITERAL.sub(rf"\1{HIDDEN}\1", masked)


def printable(text: str) -> str:
    """Return `text` fit for one line, with what is obeyed instead of shown written as escapes.

    That is control characters and undecodable bytes by a terminal, and commands in a log by GitHub's runner, which
    reads `::` behind blanks at the beginning and `##[` anywhere
    (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands).
    """
    shown = "".join(char if char.isprintable() else repr(char)[1:-1] for char in text).replace("##[", "\\x23#[")
    rest = shown.lstrip()
    return shown[: len(shown) - len(rest)] + "\\x3a" + rest[1:] if rest.startswith("::") else shown


def _hidden_setting(match: re.Match[str]) -> str:
    quote = match["quote"] or ""
    return f"{match['key']}{quote}{HIDDEN}{quote}"


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start


def _secret(text: str, start: int, run_end: int, last_at: int, limit: int) -> tuple[int, int] | None:
    """Where the password lies of the URL whose authority begins at `start`.

    `run_end` is where the next blank is and `last_at` the last `@` before it; `limit` is the end of the line, or the
    next URL in it.
    """
    web = text[max(0, start - 8) : start - 3].lower().endswith(("http", "https"))
    user = _USER.match(text, start, run_end)
    if user is None:
        token = _TOKEN.match(text, start, run_end) if web else None
        return None if token is None or text.startswith(HIDDEN, start) else (start, token.end() - 1)
    if last_at >= user.end():
        return user.end(), last_at
    if web or text[start] == "[" or _PORT.match(text, user.end()):
        return None
    if run_end == len(text):
        return user.end(), run_end
    at = text.rfind("@", user.end(), limit)
    return None if at < 0 else (user.end(), at)
