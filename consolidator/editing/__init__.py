"""Decisions to edits: factories, call sites, imports, wiring, documents."""
