"""What a reviewer must see because sharing an engine changes what happens: one small file for each hazard.

A hazard offers `CODE` (its finding code) and `find(scene) -> tuple[Finding, ...]`; files that begin with an
underscore are what they share. A hazard asks facts only; it never sees a syntax tree, and changes nothing.

Levels: "warning" where the migration brings the hazard about or widens it, "note" where the same code shared one
engine before, so that only the telling is new.
"""
