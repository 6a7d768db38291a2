"""Suppliers' price lists and questions of prices, over RPC as the purchasing team's browser."""

import base64
import re

from support.mails import text_of
from support.rpc import call

FRENCH = {"lang": "fr_FR"}
TITLES = "Désignation;Marque;Gencod;Colisage;Prix HT"


def new_supplier(admin, name):
    """Return the id of a new supplier."""
    return call(admin, "res.partner", "create", {"name": name, "is_company": True})


def send_file(team, supplier, content, file_name="tarif.csv"):
    """Send a file as the dialogue does; return the id of the dialogue, its columns shown."""
    values = {
        "partner_id": supplier,
        "file": base64.b64encode(content).decode(),
        "file_name": file_name,
    }
    wizard = call(team, "coop.price.list.import", "create", values, context=FRENCH)
    call(team, "coop.price.list.import", "action_read", [wizard], context=FRENCH)
    return wizard


def import_list(team, supplier, *lines, titles=TITLES):
    """Import a price list; return the id of the supplier's list."""
    content = "\r\n".join([titles, *lines]).encode("cp1252")
    wizard = send_file(team, supplier, content)
    return import_sent(team, wizard)


def import_sent(team, wizard):
    """Press the dialogue's button; return the id of the supplier's list."""
    action = call(team, "coop.price.list.import", "action_import", [wizard], context=FRENCH)
    return action["res_id"]


def ask_price(team, suggestion, price):
    """Ask the supporters of a suggestion; return the id of the question."""
    wizard = call(team, "coop.ask.price", "create", {"suggestion_id": suggestion, "price": price})
    call(team, "coop.ask.price", "action_ask", [wizard], context=FRENCH)
    [read] = call(team, "coop.suggestion", "read", [suggestion], ["price_question_id"])
    return read["price_question_id"][0]


def answer_address(mail):
    """Return the path of the page where a mail lets one answer."""
    return re.search(r"/suggestions/price/[^\s?\"<>\]\)]+", text_of(mail))[0]
