"""When a ticket looks copied."""


def is_suspicious(scans: int, gates: int, limit: int) -> bool:
    return scans > limit or (scans > 1 and gates > 1)
