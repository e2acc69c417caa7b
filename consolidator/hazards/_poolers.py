"""Text in; whether a database URL, or the settings of one, go through a pooler that pools by transaction.

Ports and hosts: https://www.pgbouncer.org/config.html (6432), https://supabase.com/docs/guides/database/connecting-to-postgres
(6543, its pooler's port 5432 keeps sessions), https://neon.com/docs/connect/connection-pooling (hosts with `-pooler`).
"""

from __future__ import annotations

import re

from consolidator.regex import lazy

_URL = lazy(rb"postgres(?:ql)?(?:\+\w+)?://(?:[^\s@/'\"]*@)?([\w.\-]*)(?::(\d+))?(/[^\s'\"]*)?", re.IGNORECASE)
_HOST = lazy(
    rb"^[ \t\-]*[\"']?(?=\w{0,40}(?:DB|DATABASE|PG|POSTGRES|SQL))\w{2,80}HOST[\"']?[ \t]*[:=][ \t]*[\"']?([\w.\-]+)",
    re.IGNORECASE | re.MULTILINE,
)
_PORT = lazy(
    rb"^[ \t\-]*[\"']?(?=\w{0,40}(?:DB|DATABASE|PG|POSTGRES|SQL))\w{2,80}PORT[\"']?[ \t]*[:=][ \t]*[\"']?(6432|6543)\b",
    re.IGNORECASE | re.MULTILINE,
)
_POOLER = lazy(rb"pgbouncer|supavisor|(?<![a-z])pooler(?![a-z])", re.IGNORECASE)
_SESSIONS = lazy(rb"pool_?mode[\"']?\s*[:=]\s*[\"']?session", re.IGNORECASE)
_COMMENT = lazy(rb"^[ \t]*#.*$", re.MULTILINE)
_HINT = lazy(rb"6432|6543|bouncer|pooler|supavisor", re.IGNORECASE)
"""What any text with such a sign holds; quick to look for."""


def sign_of(text: bytes) -> str | None:
    """The sign of a transaction pooler in words, None where there is none, or where it pools whole sessions."""
    if not _HINT.search(text) or _SESSIONS.search(text):
        return None
    text = _COMMENT.sub(b"", text)
    for match in _URL.finditer(text):
        host, port, rest = match.group(1), match.group(2), match.group(3) or b""
        if port in (b"6432", b"6543") or b"pgbouncer=true" in rest:
            return f"a URL with {'port ' + port.decode() if port else 'pgbouncer=true'}"
        if _POOLER.search(host) and not host.endswith(b".supabase.com"):
            return f"the host {host.decode()}"
    host_line, port_line = _HOST.search(text), _PORT.search(text)
    if host_line is not None and _POOLER.search(host_line.group(1)):
        return f"the host {host_line.group(1).decode()}"
    return f"port {port_line.group(1).decode()}" if port_line else None
