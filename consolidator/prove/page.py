"""A proof in; a self-contained HTML page out, with both charts and no script."""

from __future__ import annotations

from consolidator.masking import mask, printable
from consolidator.prove import charts
from consolidator.prove.figures import headline, kinds, rows, setting, shortened, verdict
from consolidator.prove.values import Proof
from consolidator.templating import render

FRAME = {
    "width": charts.WIDTH,
    "height": charts.HEIGHT,
    "left": charts.LEFT,
    "right": charts.WIDTH - charts.RIGHT,
    "top": charts.TOP,
    "bottom": charts.HEIGHT - charts.BOTTOM,
}


def to_html(proof: Proof, title: str = "Before and after under load", template_dir: str | None = None) -> str:
    """The page; everything that came from the target is escaped, and passwords are masked."""
    values = {
        "title": printable(mask(title)),
        "headline": headline(proof),
        "holds": proof.holds,
        "verdict": verdict(proof),
        "setting": setting(proof),
        "rows": rows(proof),
        "charts": (charts.connections_chart(proof), charts.latency_chart(proof)),
        "frame": FRAME,
        "sides": [
            {
                "name": name,
                "commit": shortened(side.commit),
                "kinds": kinds(side.errors_by_kind),
                "causes": [mask(each) for each in side.causes],
            }
            for name, side in (("Before", proof.before), ("After", proof.after))
        ],
        "requests": [str(each) for each in proof.load.requests],
        "notes": [mask(printable(each)) for each in proof.notes],
    }
    return render("prove.html.j2", values, template_dir)
