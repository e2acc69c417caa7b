"""The service answers GET /health/db."""

PATHS = ["/health/db"]
