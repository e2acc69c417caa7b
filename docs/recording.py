"""Draws what `consolidate demo` prints as a picture: python docs/recording.py writes docs/demo.svg."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

PLACE = Path(__file__).with_name("demo.svg")
WIDTH = 112
COMMIT = "1a2b3c4d5e"
FORMAT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>consolidate demo</title>
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: system-ui, sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
"""Rich's own format without its fonts, which would be loaded from elsewhere."""


def picture() -> str:
    """The demo's output as SVG; its folder and commit, which differ each time, are always the same here."""
    from rich.console import Console
    from rich.text import Text

    console = Console(record=True, width=WIDTH, file=io.StringIO(), color_system="truecolor")
    console.print(Text("$ consolidate demo", style="bold"))
    console.print(Text.from_ansi(_settled(_output())), soft_wrap=False)
    drawn = console.export_svg(title="consolidate demo", unique_id="demo", code_format=FORMAT)
    return "\n".join(line.rstrip() for line in drawn.splitlines()) + "\n"


def _output() -> str:
    environ = {**os.environ, "COLUMNS": str(WIDTH), "TERM": "xterm-256color"}
    environ.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "consolidator", "demo", "-q", "--color", "always"]
    return subprocess.run(command, env=environ, stdout=subprocess.PIPE, text=True, check=True).stdout


def _settled(text: str) -> str:
    text = re.sub(r"/\S*consolidate-demo-\w+/", "/tmp/", text)
    text = re.sub(r"\S*/bin/consolidate\b", "consolidate", text)
    return re.sub(r"\b[0-9a-f]{10}\b", COMMIT, text)


if __name__ == "__main__":
    PLACE.write_text(picture())
