"""A check in; a JUnit report out: one case for each finding, which is what hosts and dashboards read.

https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from consolidator.report.ci.rows import Row, accepted, rows
from consolidator.report.outcome import Report
from consolidator.report.words import known_by

_NAME = "consolidate check"


def render(report: Report) -> str:
    """The report as XML: errors are files that could not be read, skipped cases what was accepted."""
    failing = [row for row in rows(report) if row.level != "notice"]
    known = accepted(report)
    errors = sum(row.level == "warning" for row in failing)
    cases = len(failing) + len(known)
    numbers = {"tests": str(max(1, cases)), "failures": str(len(failing) - errors), "errors": str(errors)}
    whole = Element("testsuites", {"name": _NAME, **numbers, "time": "0"})
    suite = SubElement(whole, "testsuite", {"name": _NAME, **numbers, "skipped": str(len(known)), "time": "0"})
    for row in failing:
        kind = "error" if row.level == "warning" else "failure"
        SubElement(_case(suite, row), kind, {"type": row.code, "message": row.title}).text = f"{row.place}: {row.text}"
    for row in known:
        assert report.guard is not None
        SubElement(_case(suite, row), "skipped", {"message": known_by(report.guard)})
    if not cases:
        SubElement(suite, "testcase", {"classname": _NAME, "name": "no engine outside the shared module", "time": "0"})
    indent(whole)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(whole, encoding="unicode") + "\n"


def _case(suite: Element, row: Row) -> Element:
    name = f"{row.code} line {row.line}" if row.line else row.code
    return SubElement(suite, "testcase", {"classname": row.path, "name": name, "time": "0"})
