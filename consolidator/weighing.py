"""Flags, variables, and files in and outside a repository in; its settings, and what to say of them, out."""

from __future__ import annotations

from collections.abc import Mapping

from consolidator import pipeline
from consolidator.config import NAMES, ConfigFile, Settings, read_config, read_outside, resolve, strays
from consolidator.errors import UsageError
from consolidator.frozen import dataclass
from consolidator.model import Snapshot


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a repository before it is read."""

    path: str
    flags: Mapping[str, object]
    environ: Mapping[str, str]
    outside: ConfigFile

    @property
    def settings(self) -> Settings:
        """The settings without those of the repository's own file."""
        return resolve(self.flags, self.environ, None, self.outside)

    def with_repository(self, snapshot: Snapshot) -> tuple[Settings, tuple[str, ...]]:
        """All settings, and what to say of configuration that does not count.

        Raises UsageError for what the repository's file must not hold, the work tree's included.
        """
        settings = resolve(self.flags, self.environ, read_config(snapshot), self.outside)
        return settings, strays(snapshot, pipeline.checked_out(snapshot, NAMES), snapshot.folder)


def told(path: str, flags: Mapping[str, object], environ: Mapping[str, str]) -> Told:
    """Weigh what comes from outside the repository; raises UsageError, and EnvironmentFailed for an unreadable file."""
    file = resolve(flags, environ).config
    return Told(path, flags, environ, ConfigFile() if file is None else _outside(path, file))


def _outside(path: str, file: str) -> ConfigFile:
    """The file that the user keeps settings in; one of the repository's would be chosen by the repository."""
    if pipeline.holds(path, file):
        raise UsageError(
            f"--config: {file!r} lies in the repository",
            "keep it outside; what a repository may set is read from its own pyproject.toml or consolidator.toml",
        )
    return read_outside(file)
