"""One error tree: every error that a user can meet, with its cure and its exit code."""

from __future__ import annotations

from typing import ClassVar


class ConsolidateError(Exception):
    """A failure that is explained to the user in one line.

    `message` says what is wrong, `cure` what to do about it; neither holds a secret. `detail` are lines that stand
    below, such as the last ones that a program of the target printed.
    """

    code: ClassVar[str] = "internal"
    exit_code: ClassVar[int] = 70

    def __init__(self, message: str, cure: str, detail: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure
        self.detail = detail


class UsageError(ConsolidateError):
    """A flag, a configuration key or a value that cannot be used."""

    code = "usage"
    exit_code = 2


class Refused(ConsolidateError):
    """A safety gate: going on could lose or overwrite something."""

    code = "refused"
    exit_code = 4


class VerificationFailed(ConsolidateError):
    """The proposed result did not pass its own proofs; nothing was applied."""

    code = "verification_failed"
    exit_code = 5


class EnvironmentFailed(ConsolidateError):
    """Something outside the tool is missing or failed: git, a hook, a server, a tool."""

    code = "environment"
    exit_code = 6
