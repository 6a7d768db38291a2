"""Small pictures drawn here, so that they are ours to give away: the coop's logo, packs."""

import colorsys
import io

from PIL import Image, ImageDraw

from coop.demo.dice import chance

GREEN = "#1f6f54"
SIDE = 320
# Drawn twice as large and shrunk: smooth edges.
SCALE = 2
# Fruit is red to green, cheese yellow; packs are of any colour.
HUES = {"fruit": (0.0, 0.33), "wedge": (0.1, 0.15)}


def logo():
    """Return the coop's logo as PNG: a basket with leaves on a green disc."""
    image = Image.new("RGBA", (512 * SCALE, 512 * SCALE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)

    def at(*points):
        return [SCALE * value for value in points]

    draw.ellipse(at(16, 16, 496, 496), fill=GREEN)
    for box, colour in (
        ((150, 90, 250, 250), "#8fd0a8"),
        ((262, 90, 362, 250), "#8fd0a8"),
        ((206, 70, 306, 250), "#cdeed9"),
    ):
        draw.ellipse(at(*box), fill=colour)
    draw.polygon(at(112, 232, 400, 232, 360, 400, 152, 400), fill="white")
    draw.rounded_rectangle(at(96, 212, 416, 252), radius=SCALE * 20, fill="white")
    for x in (186, 256, 326):
        draw.line(at(x, 276, x + (256 - x) * 0.12, 376), fill=GREEN, width=SCALE * 12)
    return _png(image.resize((512, 512), Image.LANCZOS))


def pack(key, shelf):
    """Return a picture of a pack as PNG, 320 pixels a side, its colour and form from `key`."""
    form = _form_of(shelf)
    low, high = HUES.get(form, (0, 1))
    hue = low + (high - low) * chance(key, "hue")
    tint = [round(255 * part) for part in colorsys.hsv_to_rgb(hue, 0.6, 0.78)]
    pale = [255 - (255 - part) // 6 for part in tint]
    image = Image.new("RGB", (SIDE * SCALE, SIDE * SCALE), tuple(pale))
    draw = ImageDraw.Draw(image)

    def at(*points):
        return [SCALE * value for value in points]

    body, label = tuple(tint), "white"
    if form == "bottle":
        draw.rounded_rectangle(at(138, 30, 182, 130), radius=SCALE * 8, fill=body)
        draw.rounded_rectangle(at(104, 100, 216, 296), radius=SCALE * 30, fill=body)
        draw.rectangle(at(104, 170, 216, 240), fill=label)
    elif form == "jar":
        draw.rounded_rectangle(at(92, 92, 228, 290), radius=SCALE * 24, fill=body)
        draw.rounded_rectangle(at(84, 56, 236, 100), radius=SCALE * 8, fill="#6b5d4d")
        draw.rectangle(at(92, 150, 228, 240), fill=label)
    elif form == "fruit":
        draw.ellipse(at(64, 84, 256, 284), fill=body)
        draw.line(at(160, 92, 174, 44), fill="#6b4f2a", width=SCALE * 10)
        draw.ellipse(at(172, 40, 236, 76), fill="#4f9a4a")
    elif form == "wedge":
        draw.polygon(at(40, 220, 280, 130, 280, 230, 40, 264), fill=body)
        for x, y in ((120, 220), (190, 200), (240, 178)):
            draw.ellipse(at(x, y, x + 22, y + 18), fill=tuple(pale))
    else:
        draw.rounded_rectangle(at(76, 44, 244, 292), radius=SCALE * 10, fill=body)
        draw.rectangle(at(76, 44, 244, 76), fill=tuple(part * 3 // 4 for part in tint))
        draw.rounded_rectangle(at(100, 120, 220, 210), radius=SCALE * 12, fill=label)
    if form in ("bottle", "jar", "box"):
        draw.line(at(118, 190, 202, 190), fill=body, width=SCALE * 6)
    return _png(image.resize((SIDE, SIDE), Image.LANCZOS))


def _form_of(shelf):
    if shelf == "Fruits et légumes":
        return "fruit"
    if shelf == "Fromages":
        return "wedge"
    if shelf in ("Eaux", "Jus, sirops et sodas", "Bières, vins et cidres", "Entretien", "Hygiène"):
        return "bottle"
    if shelf in ("Confitures, miels et tartinables", "Conserves", "Huiles, sauces et condiments"):
        return "jar"
    return "box"


def _png(image):
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
