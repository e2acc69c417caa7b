"""Consolidate the database engines of a Python service into one shared module."""

__version__ = "0.1.0"
