"""The ways a service keeps its settings, one file each: which settings are there, and how a new one is written."""
