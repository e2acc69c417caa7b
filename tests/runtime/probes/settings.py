"""The settings of a service; a probe replaces them."""

made = []


def get_settings():
    """Give the settings."""
    raise LookupError("no settings yet")


def opened():
    """Options that are another object at each call, as a TLS context is."""
    made.append(object())
    return {}
