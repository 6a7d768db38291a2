"""What holds on every page of ours: its width, its sizes, its words, nobody shut out."""

from axe_playwright_python.sync_playwright import Axe

from support import words
from support.pages import SIZES

STANDARD = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
SMALLEST_TARGET = 44
SMALLEST_LETTERS = 16

# Elements that a finger must hit, with their size; an element with a label is hit by that, too.
TARGETS = """() => [...document.querySelectorAll(`
        .o_coop_page button, .o_coop_page .btn, .o_coop_page select, .o_coop_page textarea,
        .o_coop_page input:not([type=hidden], [type=radio], [type=checkbox]),
        .o_coop_page label.form-check, .o_coop_page summary, .o_coop_page .o_coop_chip,
        .o_coop_page .o_coop_back, .o_coop_page .page-link, .o_coop_bar a
    `)]
    .filter(each => each.checkVisibility({ visibilityProperty: true }))
    .map(each => [each, each.getBoundingClientRect()])
    .filter(([each, box]) => box.width > 1 && box.height > 1)
    .map(([each, box]) => [each.outerHTML.slice(0, 120), box.width, box.height])
"""
LETTERS = """() => [...document.querySelectorAll(
        ".o_coop_page input, .o_coop_page select, .o_coop_page textarea"
    )]
    .filter(each => each.checkVisibility() && each.type !== "hidden")
    .map(each => [each.name, parseFloat(getComputedStyle(each).fontSize)])
"""
# What sticks out on the right, to name the culprit.
WIDER = """() => [...document.querySelectorAll("body *")]
    .filter(each => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map(each => each.outerHTML.slice(0, 120))
"""


def check(tab, widths=SIZES):
    """Assert what holds on every page of ours at any width; all that does not is told at once."""
    wrong = []
    for width in widths:
        tab.set_viewport_size({"width": width, "height": SIZES[width]})
        wrong += [f"at {width} px {each}" for each in too_wide(tab) + badly_sized(tab)]
        if width in (min(SIZES), max(SIZES)):
            wrong += [f"at {width} px {each}" for each in shut_out(tab)]
    if tab.locator("html").get_attribute("lang") != "fr-FR":
        wrong.append("its language is not said")
    wrong += [f"in English: {source}" for source in words.english(tab)]
    if not words.is_french(tab):
        wrong.append("nothing in French")
    assert not wrong, "\n".join(wrong)


def badly_sized(tab):
    """Return what is too small to be touched or typed into."""
    small = [
        f"too small to touch, {width:.0f} x {height:.0f}: {html}"
        for html, width, height in tab.evaluate(TARGETS)
        if min(width, height) < SMALLEST_TARGET - 0.5
    ]
    return small + [
        f"a telephone zooms in on letters of {size} px: {name}"
        for name, size in tab.evaluate(LETTERS)
        if size < SMALLEST_LETTERS
    ]


def too_wide(tab):
    """Return what makes a page wider than its screen."""
    room, need = tab.evaluate(
        "[document.documentElement.clientWidth, document.documentElement.scrollWidth]"
    )
    return [f"wider than the screen: {html}" for html in tab.evaluate(WIDER)] if need > room else []


def shut_out(tab, context=None):
    """Return what axe-core finds that shuts people out."""
    found = Axe().run(tab, context=context, options=STANDARD)
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]
