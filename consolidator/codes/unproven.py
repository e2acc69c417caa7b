"""CE404 to CE409: parts of a result that were left out because their proof failed, while the rest went on."""

from __future__ import annotations

from consolidator.codes.code import Code
from consolidator.model import Action


def _unproven(id: str, title: str, why: str, fix: str, creation: bool = False) -> Code:
    return Code(id, title, Action.REVIEW, "warning", why, fix, creation)


_REPORT = "Report the reason as a defect of the tool."

UNPROVEN = (
    _unproven(
        "CE404",
        "site left: its proof failed",
        "With the change a name would have been missing or unused, an import would not have resolved, or the like.",
        f"Share the engine there by hand, or put `# consolidate: ignore -- why` on the line. {_REPORT}",
        creation=True,
    ),
    _unproven(
        "CE405",
        "settings left: their proof failed",
        "The settings module did not get the pool fields, so the shared module reads the environment itself.",
        f"Add the POOL_ fields there by hand, if they belong there. {_REPORT}",
    ),
    _unproven(
        "CE406",
        "application left: its proof failed",
        "The application got no health route and does not close the shared engines at its shutdown.",
        f"Call the shared module's close function at shutdown by hand. {_REPORT}",
    ),
    _unproven(
        "CE407",
        "document left: its proof failed",
        "The document does not list the new settings; their defaults apply.",
        f"Add them by hand. {_REPORT}",
    ),
    _unproven(
        "CE408",
        "test file left out: its proof failed",
        "The tests that come along with the shared module were not written.",
        f"Test the shared module by hand. {_REPORT}",
    ),
    _unproven(
        "CE409",
        "deployable left: its proof failed",
        "Nothing of its change could be proven, not even with the parts left out that stood in the way.",
        f"Share its engines by hand, or name another folder. {_REPORT}",
        creation=True,
    ),
)
