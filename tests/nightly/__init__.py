"""Kills, races, fuzzed modules, generated programs and mutants, for a night; see `docs/nightly.md`."""
