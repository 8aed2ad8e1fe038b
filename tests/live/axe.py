"""axe-core's judgement of a page."""

from __future__ import annotations

from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe

# The admin's links change their colour over a moment; half-way it has too little contrast.
COME_TO_REST = """
for (const each of document.getAnimations())
  if (each.effect.getComputedTiming().endTime !== Infinity) each.finish();
"""

# What is below the window has no place of its own until it is scrolled to.
LAY_OUT_ALL = 'for (const each of document.querySelectorAll(".comment")) each.style.contentVisibility = "visible"'


def violations(page, place: str | None = None, *, targets: bool = False) -> list[str]:
    """
    Return each rule that a page breaks, with the first places.

    `place` is a selector of what is judged; with `targets`, their size (WCAG 2.2) is a rule.
    """
    page.evaluate(LAY_OUT_ALL)
    # It would fetch the stylesheets once more, which none of these rules reads, and put them into the page as text.
    options = {"rules": {"target-size": {"enabled": targets}}, "resultTypes": ["violations"], "preload": False}
    found = Axe().run(page, context=place, options=options).response["violations"]
    return [f"{each['id']}: {[node['html'][:200] for node in each['nodes'][:3]]}" for each in found]


def narrow_and_light_then_wide_and_dark(page, narrow: int = 360, wide: int = 1280) -> Iterator[str]:
    """Show a page that is open in these two ways, and name each."""
    for width, scheme in ((narrow, "light"), (wide, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(COME_TO_REST)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
        yield f"{width} {scheme}"
