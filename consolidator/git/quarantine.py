"""New objects -> the repository's store, in one pack that no `git gc` takes away before a branch holds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from consolidator import temporary
from consolidator.errors import ConsolidateError, EnvironmentFailed
from consolidator.frozen import dataclass
from consolidator.git.command import INERT, QUIET, decode, encode
from consolidator.git.repository import Repository
from consolidator.git.runner import failed, launch
from consolidator.signals import held_off

_DOING = "store the commit"
_WENT = "No such file or directory"
"""What git says of a file that a clean-up took away before it had its name."""
_OWNER = "consolidate "
"""How the text of a `.keep` file begins; the folder of the run that wrote it follows."""


class Vanished(EnvironmentFailed):
    """Another process took objects away while they were made into a pack; made anew, they may well stay."""


@dataclass(frozen=True, slots=True)
class Quarantine:
    """A store for new objects that lies outside the repository, as git itself has one for what is pushed to it.

    Commands that run with `env` write to it and read the repository's objects too. No clean-up of the repository
    knows of it.
    """

    repository: Repository
    folder: Path

    @property
    def env(self) -> Mapping[str, str]:
        """Source: https://git-scm.com/docs/git#Documentation/git.txt-codeGITALTERNATEOBJECTDIRECTORIEScode."""
        shared = decode(_quoted(encode(str(_store(self.repository)))))
        return {"GIT_OBJECT_DIRECTORY": str(self.folder), "GIT_ALTERNATE_OBJECT_DIRECTORIES": shared}

    def keep(self, new: str, parent: str) -> None:
        """Bring the commit or tree `new`, with all that the commit `parent` does not have, into the repository.

        Until the quarantine ends, a `.keep` file tells every clean-up to leave it there; a reference must be made by
        then. Raises Vanished where one of the objects is not there to be packed, or the pack went while it was written.

        Two runs within a second make the same commit, hence packs of one name: one would rely on the `.keep` file of
        the other, and a clean-up that has seen the pack without such a file would take away what is written in its
        place. A blob that no other pack has gives it another name then.
        """
        asked = [new, f"^{parent}", f"^{parent}^{{tree}}"]
        if not self._kept(asked):
            self._kept([*asked, self._own_blob()])

    def _kept(self, asked: Sequence[str]) -> bool:
        """Whether a pack of what is asked for is in the repository now, with a `.keep` file of this run."""
        revisions = encode("".join(f"{each}\n" for each in asked))
        words = ["pack-objects", "--revs", "--stdout", "-q"]
        packed = launch(self.repository, words, {**QUIET, **self.env}, revisions)
        if packed.status:
            error = failed(packed, self.repository, _DOING)
            raise Vanished(error.message, error.cure)
        # The name is the sum at the pack's end, as long as an object's id: https://git-scm.com/docs/pack-format.
        name = packed.stdout[-len(asked[0]) // 2 :].hex()
        if any((_store(self.repository) / "pack").glob(f"pack-{name}.*")):
            return False
        words = [*INERT, "index-pack", "--stdin", f"--keep={_OWNER}{self.folder}"]
        stored = launch(self.repository, words, QUIET, packed.stdout)
        if stored.status:
            error = failed(stored, self.repository, _DOING)
            raise Vanished(error.message, error.cure) if _WENT in stored.stderr else error
        # https://git-scm.com/docs/git-index-pack: "pack" where another run's `.keep` file was there already.
        return stored.line.startswith("keep")

    def _own_blob(self) -> str:
        words = ["hash-object", "-w", "--stdin"]
        stored = launch(self.repository, words, {**QUIET, **self.env}, encode(f"{_OWNER}{self.folder.name}\n"))
        if stored.status:
            raise failed(stored, self.repository, _DOING)
        return stored.line


@contextmanager
def quarantine(repository: Repository) -> Iterator[Quarantine]:
    """Give a store that is gone at the end, and with it what kept objects of it in the repository."""
    try:
        with temporary.folder("objects") as folder:
            yield Quarantine(repository, folder)
    finally:
        with held_off(), suppress(OSError, ConsolidateError):
            release(repository)


def release(repository: Repository) -> None:
    """Remove the `.keep` files of runs that are gone, so that a clean-up may have what they stored."""
    for keep in (_store(repository) / "pack").glob("pack-*.keep"):
        text = keep.read_text(encoding="utf-8", errors="surrogateescape").rstrip("\n")
        if text.startswith(_OWNER) and temporary.is_gone(Path(text.removeprefix(_OWNER))):
            keep.unlink(missing_ok=True)


def _store(repository: Repository) -> Path:
    return Path(repository.common_dir) / "objects"


def _quoted(path: bytes) -> bytes:
    """A path in a list of paths, in C-style quotes: it may hold the colon that parts them."""
    return b'"%s"' % path.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
