"""The letter with a code, read back as a member's phone reads it: no Odoo in here."""

import pypdfium2
import zxingcpp

from coop.addon_tools import addon_tool

letter = addon_tool("coop_login_oauth", "letter")

URL = "https://membres.coop.example/login/letter/ABCDE-12345"


def test_its_qr_code_leads_to_the_page_of_its_code():
    pdf = letter.render_letter(
        {
            "coop": ["La Coop", "1 rue du Marché"],
            "address": ["Anne Durand", "2 rue des Prés"],
            "date": "le 28 novembre 2026",
            "title": "Votre code",
            "paragraphs": ["Scannez ce carré, ou écrivez le code."],
            "code": "ABCDE-12345",
            "url": URL,
            "url_words": URL,
            "until": "Jusqu'au 28 décembre.",
        }
    )
    page = pypdfium2.PdfDocument(pdf)[0]
    [code] = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    assert code.text == URL
    assert "ABCDE-12345" in page.get_textpage().get_text_range()
