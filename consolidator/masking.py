"""Text -> the same text with the passwords of its URLs hidden."""

from __future__ import annotations

import re

_UNBROKEN = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*://[^\s:/@'\"]*:)[^\s'\"]+@")
# SQLAlchemy's `make_url` takes blanks in a password; a bare port, as in `redis://cache:6379/0`, is none.
_WITH_BLANKS = re.compile(
    r"((?!https?:)[A-Za-z][A-Za-z0-9+.\-]*://[^\s:/@'\"]*:)(?!\*\*\*@|\d+(?:[/?#\s,]|$))(?:(?!://)[^\r\n'\"])+@"
)
_TOKEN = re.compile(r"(https?://)[^\s:/@'\"]+@")
_QUERY = re.compile(r"([?&](?:password|passwd|pwd|sslpassword)=)[^&\s'\"]+", re.IGNORECASE)


def mask(text: str) -> str:
    """Return `text` with `***` for each password in a URL: `scheme://user:***@host`.

    Passwords given as a query argument (`?password=`, as libpq accepts it) and tokens used as the
    user of an http URL are hidden too. Where the end of a password is unclear, more is hidden rather than less.
    """
    for pattern in (_UNBROKEN, _WITH_BLANKS):
        text = pattern.sub(r"\1***@", text)
    return _QUERY.sub(r"\1***", _TOKEN.sub(r"\1***@", text))


def printable(text: str) -> str:
    """Return `text` with control characters and undecodable bytes shown as escapes, fit for one line."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)
