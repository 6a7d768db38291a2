"""A page that shows by how much a printer is off: no Odoo in here."""

import io

from . import fonts
from .label_pdf import MM, new_canvas
from .label_text import fit


def cross_of(label_format):
    """Return where the cross stands, in whole 5 mm from the left and the top of the page."""
    return (
        max(5, label_format.page_width / 2 // 5 * 5),
        max(5, label_format.page_height / 2 // 5 * 5),
    )


def render_calibration(label_format):
    """Return a PDF of one page: a cross at a known place, two rulers, the places of the labels.

    The offsets of the format are left out of the cross, and count for the places: once they
    are right, the frames lie on the labels.
    """
    target = io.BytesIO()
    width, height = label_format.page_width, label_format.page_height
    canvas = new_canvas(target, width, height, "Calage de l'imprimante")
    canvas.setLineWidth(0.3)
    canvas.setStrokeGray(0.6)
    for place in range(1, label_format.places_per_page + 1):
        _page, x, y = label_format.place_of(0, place)
        canvas.rect(
            x * MM,
            (height - y - label_format.height) * MM,
            label_format.width * MM,
            label_format.height * MM,
        )
    canvas.setStrokeGray(0)
    x, y = cross_of(label_format)
    canvas.line(0, (height - y) * MM, width * MM, (height - y) * MM)
    canvas.line(x * MM, 0, x * MM, height * MM)
    _rulers(canvas, width, height, x, y)
    _words(canvas, label_format, x, y)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _rulers(canvas, width, height, x, y):
    """Draw ticks each mm along both lines, longer ones each 5 and 10 mm, and their figures."""
    canvas.setFont(fonts.font_name(False), 2 * MM)
    for tick in range(int(width) + 1):
        length = 3 if tick % 10 == 0 else 2 if tick % 5 == 0 else 1
        canvas.line(tick * MM, (height - y) * MM, tick * MM, (height - y + length) * MM)
        if tick % 10 == 0:
            canvas.drawString((tick + 0.3) * MM, (height - y + 2) * MM, str(tick))
    for tick in range(int(height) + 1):
        length = 3 if tick % 10 == 0 else 2 if tick % 5 == 0 else 1
        canvas.line(x * MM, (height - tick) * MM, (x + length) * MM, (height - tick) * MM)
        if tick % 10 == 0:
            canvas.drawString((x + 3.3) * MM, (height - tick - 0.7) * MM, str(tick))


def _words(canvas, label_format, x, y):
    measured = f"{x + 1.5:g}".replace(".", ",")
    text = f"""Imprimez cette page à 100 % (« Taille réelle », jamais « Ajuster à la page ») sur du papier ordinaire.
Mesurez du bord gauche du papier à la croix : {x:g} mm attendus. Du bord haut à la croix : {y:g} mm attendus.
Écrivez dans la fiche de l'imprimante la différence, attendu moins mesuré. Si vous mesurez {measured} mm à gauche, le décalage vers la droite est -1,5.
Si 100 mm de la règle ne mesurent pas 100 mm, l'imprimante agrandit ou réduit : changez d'abord ce réglage. Imprimez de nouveau : les cadres tombent sur les étiquettes."""  # noqa: E501
    paragraphs = text.splitlines()
    width = label_format.page_width - x - 18
    room = (label_format.page_height - y - 16) / len(paragraphs)
    top = y + 8
    for text in paragraphs:
        fitted = fit(text, width, room, 4, 1.5, max_lines=6)
        if not fitted or not fitted.whole:
            return
        canvas.setFont(fonts.font_name(False), fitted.size * MM)
        for line in fitted.lines:
            top += fitted.size * fonts.LINE
            base = label_format.page_height - top
            canvas.setFillGray(1)
            canvas.rect(
                (x + 9.5) * MM,
                (base - 1) * MM,
                width * MM,
                (fitted.size + 1) * MM,
                stroke=0,
                fill=1,
            )
            canvas.setFillGray(0)
            canvas.drawString((x + 10) * MM, base * MM, line)
        top += 2
