"""What a report of a fleet can be."""

FORMATS = ("json", "jsonl", "csv", "markdown", "html")
"""Besides text."""
