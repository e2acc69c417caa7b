"""What is left alone: one small file for each reason.

A rule offers `CODE` (its finding code), `ORDER` (rules are asked from the lowest up; the first reason counts), `KINDS`
(the resources that it judges) and `reason(site, world) -> str | None`: one sentence where the rule holds the site back,
None where it does not. A rule asks facts only; it never sees a syntax tree.
"""
