"""The frameworks that serve or work off a service's requests, one file each: how they are recognised, what is wired.

A framework offers `FRAMEWORK` (its name), `find(facts)` and `wire(facts, use, wiring)`; it asks facts
only and answers with edits.
"""
