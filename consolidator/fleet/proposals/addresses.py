"""A remote's URL in; the forge that it belongs to, and the repository's name there, out."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

from consolidator.fleet.proposals.values import Address
from consolidator.regex import lazy

_SCP = lazy(r"(?:[^@/]+@)?([^:/]+):(.+)")
_FORGES: tuple[Literal["github", "gitlab"], ...] = ("github", "gitlab")


def address_of(url: str, told: str = "") -> Address | None:
    """The address behind a URL; None where its host is no forge that is known and `told` names none.

    `told` is `github` or `gitlab`, for a host whose name does not say it.
    """
    host, path = _parts(url)
    parts = [each for each in path.removesuffix("/").removesuffix(".git").split("/") if each]
    labels = host.split(".")
    forge = next(
        (each for each in _FORGES if told == each or (not told and any(one.startswith(each) for one in labels))), None
    )
    if forge is None or len(parts) < 2:
        return None
    project = parts[-2:] if forge == "github" or not host else parts
    return Address(forge, host or f"{forge}.com", "/".join(project))


def _parts(url: str) -> tuple[str, str]:
    if "://" in url:
        split = urlsplit(url)
        return split.hostname or "", split.path
    scp = _SCP.fullmatch(url)
    return (scp[1], scp[2]) if scp else ("", url)
