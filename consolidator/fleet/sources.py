"""What a manifest calls a source in; a folder of this machine or a git URL out."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from consolidator.errors import UsageError
from consolidator.masking import mask, printable
from consolidator.regex import lazy

SCHEMES = ("https", "ssh", "git", "file")
"""The transports that run nothing and are read by git itself (https://git-scm.com/docs/git-clone#_git_urls)."""

_SCHEME = lazy(r"([A-Za-z][A-Za-z0-9+.\-]*)://")
_SCP = lazy(r"(?:[\w.\-]+@)?[\w.\-]+:(?!:)[^:]")
_HELPER = lazy(r"[A-Za-z0-9+.\-]+::")
_CURE = f"give a folder, {', '.join(f'{each}://' for each in SCHEMES)} or user@host:path"


def is_url(source: str) -> bool:
    """Whether a source names a repository that is cloned, in URL or scp form, not a folder."""
    return bool(_SCHEME.match(source)) or bool(_SCP.match(source) and "/" not in source.partition(":")[0])


def resolved(source: str, base: Path, origin: str) -> str:
    """The source as an absolute folder or a URL; `base` is where relative folders count from.

    Raises UsageError for a transport other than SCHEMES and for text that git could take for an option.
    """
    if not source.strip() or not source.isprintable() or source.startswith("-"):
        raise UsageError(f"{origin}: {printable(mask(source))!r} is not a source", _CURE)
    scheme = _SCHEME.match(source)
    if _HELPER.match(source) or (scheme and scheme[1].lower() not in SCHEMES):
        raise UsageError(f"{origin}: the transport of {mask(source)} is not allowed", _CURE)
    if scheme and scheme[1].lower() != "file" and (urlsplit(source).hostname or "-").startswith("-"):
        raise UsageError(f"{origin}: {mask(source)} names no host", _CURE)
    return source if is_url(source) else str((base / Path(source).expanduser()).resolve())


def scope(folder: str, origin: str) -> str:
    """The folder of a repository as git writes it, empty for the whole; raises UsageError where it leads outside."""
    path = PurePosixPath(folder)
    if path.is_absolute() or ".." in path.parts or not (folder == "" or folder.isprintable()):
        raise UsageError(
            f"{origin}: {printable(folder)!r} lies outside the repository", "give a folder relative to its root"
        )
    return "" if str(path) == "." else str(path)
