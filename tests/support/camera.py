"""What a camera sees, as a film for Chromium's fake one."""

import io
from pathlib import Path

from PIL import Image
from reportlab.graphics import renderPM
from reportlab.graphics.barcode import createBarcodeDrawing

SCENE = (640, 480)


def film_of_barcode(digits, path):
    """Write a film of a label with an EAN-13, held still before a camera; return its path."""
    drawing = createBarcodeDrawing(
        "EAN13", value=digits, barWidth=3, barHeight=200, fontSize=24, quiet=True
    )
    label = renderPM.drawToPIL(drawing)
    scene = Image.new("RGB", SCENE, "#e8e4dc")
    scene.paste(
        label, tuple((room - need) // 2 for room, need in zip(SCENE, label.size, strict=True))
    )
    picture = io.BytesIO()
    scene.save(picture, "JPEG", quality=95)
    # Chromium plays it over and over.
    Path(path).write_bytes(picture.getvalue() * 10)
    return path
