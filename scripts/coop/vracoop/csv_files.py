"""What a coop exports from its Odoo by hand, where the host gives no account for programs.

A folder of `produits`, `stock`, `ventes` and `membres`, each ``.csv`` or ``.xlsx``, long ones in
parts (``ventes-1.csv``, ``ventes-2.csv``): what is not there is left as it was. It is read as the
distant server is, and gives the same rows; a price in a file is the price at the till, in EUR
incl. VAT.
"""

import re
from collections import defaultdict
from datetime import UTC, date, datetime

from coop.addon_tools import addon_tool
from coop.errors import Stop
from coop.vracoop.csv_columns import TITLES, Columns, fold

price_file = addon_tool("coop_suggestions", "price_file")

FILES = {"product": "produits", "level": "stock", "day": "ventes", "member": "membres"}
# What is read, and what people may have saved instead.
SUFFIXES = (".csv", ".xlsx")
SHEETS = (*SUFFIXES, ".xls", ".ods")
IN_PARTS = "Exportez-le en plusieurs fois, par exemple semaine par semaine : {name}-1, {name}-2 …"
# Why a file is refused, and what to do.
REFUSED = {
    "too_large": "pèse plus de {megabytes} Mo. " + IN_PARTS,
    "too_many_lines": "a plus de {most} lignes. " + IN_PARTS,
    "bomb": "pèserait plus de {megabytes} Mo une fois ouvert. " + IN_PARTS,
    "empty": "est vide. Exportez-le à nouveau.",
    "picture": "est une image ou un PDF. Exportez-le d'Odoo, en CSV ou en XLSX.",
    "old_spreadsheet": "est un classeur d'un ancien format (.xls). Ouvrez-le, et enregistrez-le en "
    ".xlsx ou en .csv.",
    "archive": "est une archive (.zip) ou un autre document. Exportez-le d'Odoo, en CSV ou en "
    "XLSX.",
    "no_text": "n'est ni du texte (.csv) ni un classeur (.xlsx). Exportez-le d'Odoo à nouveau.",
    "letters": "a des lettres qui ne se lisent pas. Enregistrez-le en .xlsx.",
    "broken": "est abîmé. Ouvrez-le dans votre tableur, et enregistrez-le en .xlsx ou en .csv.",
    "quotation": "a, à la ligne {number}, un guillemet qui s'ouvre et ne se ferme pas. "
    "Corrigez-le, ou exportez-le d'Odoo en XLSX.",
}
MOMENT = "%Y-%m-%d %H:%M:%S"
# Odoo names an exported record after its table and id: ``__export__.product_product_42_1a2b3c4d``.
EXPORTED = re.compile(r"__export__\.([a-z_]+?)_(\d+)(?:_[0-9a-f]+)?")
EXPORTS = {
    "product_product": "d'une variante : exportez la colonne « Produit/ID externe » (« Article/ID "
    "externe » dans un ancien Odoo), ou la liste « Variantes de produit »",
    "res_partner": "d'un contact : exportez « Contacts »",
}
# What may be an id where no file of products says which there are: no name of a product is one.
ID = re.compile(r"\d+|(?!__export__)[a-z_]\w*\.[\w.-]+", re.IGNORECASE)
# Lines named in a sentence on lines left out.
LINES_NAMED = 5
NO = ("", "0", "false", "faux", "non", "no")
WEIGHED = {"kg": 1.0, "g": 0.001}
LITRES = {"l": 1.0, "litre": 1.0, "litres": 1.0, "cl": 0.01}


class CsvFiles:
    """The files of a folder, with the questions that a `Distant` answers.

    Once they are read, `held` are sentences on what each of them holds, `remarks` on what their
    administrator must know of them.
    """

    def __init__(self, folder):
        self.folder = folder
        self.held = []
        self.remarks = []
        self._rows = {}
        self._moments = []

    def connect(self):
        """Read the files.

        :raises Stop: naming each file, and the line, that cannot be understood
        """
        missing = self._read_all()
        if missing:
            raise Stop("\n".join(missing))

    def _read_all(self):
        """Read the files; return what keeps them from being taken, a sentence each.

        :raises Stop: where there are none
        """
        found, others = self._find()
        self.remarks += [
            f"« {name} » n'est pas lu : enregistrez-le en .csv ou .xlsx, sous le nom produits, "
            "stock, ventes ou membres."
            for name in others
        ]
        missing = []
        for kind, paths in found.items():
            if not paths:
                self.held.append(
                    f"{FILES[kind]}.csv n'est pas là : l'espace membre garde ce qu'il en sait."
                )
            for path in paths:
                try:
                    rows = self._read(kind, path)
                except Stop as stop:
                    missing.append(str(stop))
                else:
                    self._rows.setdefault(kind, []).extend(rows)
        if not missing:
            try:
                self._name_products()
            except Stop as stop:
                missing.append(str(stop))
        return missing

    def _find(self):
        """Return ``{kind: paths}`` of the files, and the names of others that look like some.

        ``ventes.csv`` and ``ventes-2.csv`` are read alike, in order.

        :raises Stop: where there are none
        """
        try:
            names = sorted(path.name for path in self.folder.iterdir())
        except (FileNotFoundError, NotADirectoryError):
            raise Stop(f"Il n'y a pas de dossier {self.folder}.") from None
        except OSError as error:
            raise Stop(_unopened(self.folder, error, self.folder)) from error
        found, others = {kind: [] for kind in FILES}, []
        for name in names:
            path = self.folder / name
            if path.suffix.lower() not in SHEETS:
                continue
            of = re.fullmatch(rf"({'|'.join(FILES.values())})([-_ ]?\d+)?", path.stem.lower())
            if of and path.suffix.lower() in SUFFIXES:
                kind = next(kind for kind, each in FILES.items() if each == of[1])
                found[kind].append(path)
            else:
                others.append(name)
        if not any(found.values()):
            wanted = ", ".join(f"{name}.csv" for name in FILES.values())
            there = f" Il y a : {', '.join(others)}." if others else ""
            raise Stop(f"Il n'y a dans {self.folder} aucun des fichiers {wanted}.{there}")
        return found, others

    def _read(self, kind, path):
        """Return the rows of a file.

        :raises Stop: naming the line that cannot be understood
        """
        try:
            table = price_file.read_table(path.read_bytes())
            self._moments.append(path.stat().st_mtime)
        except OSError as error:
            raise Stop(_unopened(path, error, self.folder)) from error
        except price_file.Unreadable as error:
            why = REFUSED[error.reason].format(name=FILES[kind], **error.facts)
            raise Stop(f"{path.name} {why}") from error
        (_line, titles), *lines = table.rows
        columns = Columns(kind, titles)
        missing = columns.missing()
        if missing:
            raise Stop(
                f"{path.name} : il manque la colonne {', et la colonne '.join(missing)}. "
                f"Ses colonnes sont : {', '.join(columns.titles)}."
            )
        told = [(f"{path.name}, ligne {number}", values) for number, values in columns.read(lines)]
        if kind == "product":
            self._check_refs(path, columns, told)
            self._check_prices(path, columns, told)
        if columns.is_of_orders and not columns.has("state"):
            self.remarks.append(
                f"{path.name} : sans la colonne « Statut », les commandes annulées ou pas encore "
                "payées sont comptées comme vendues."
            )
        rows = [_ROWS[kind](values, where) for where, values in told]
        self.held.append(
            f"{path.name} : {len(rows)} ligne(s). Colonnes lues : "
            f"{', '.join(columns.read_titles())}."
        )
        return rows

    def _check_refs(self, path, columns, rows):
        """Note that bare numbers, which do not say of what they are, are taken as variants'."""
        title = columns.title("ref")
        if fold(title) == "id" and any(values["ref"].isdecimal() for _where, values in rows):
            self.remarks.append(
                f"{path.name} : les numéros de la colonne « {title} » sont pris pour ceux de la "
                "liste « Variantes de produit ». S'ils viennent de la liste « Produits », exportez "
                "plutôt « Produit/ID » (ou « Article/ID »)."
            )

    def _check_prices(self, path, columns, rows):
        """Note that prices are taken as incl. VAT where their column does not say so.

        :raises Stop: where taxes are told, too: then the prices may be without them
        """
        title = columns.title("list_price")
        if fold(title) == TITLES["list_price"][0]:
            return
        if any(values.get("taxes") for _where, values in rows):
            raise Stop(
                f"{path.name} : avec une colonne de taxes, on ne sait pas si « {title} » est TTC "
                "ou hors taxes. Mettez des prix TTC dans une colonne nommée « Prix TTC »."
            )
        self.remarks.append(
            f"{path.name} : les prix de la colonne « {title} » sont pris pour des prix TTC. S'ils "
            "sont hors taxes, les étiquettes seraient fausses : mettez-y des prix TTC, et nommez "
            "la colonne « Prix TTC »."
        )

    def _name_products(self):
        """Put the product's ref where a file of figures names it, by its id or its barcode."""
        products = self._rows.get("product")
        refs = None if products is None else {row["ref"] for row in products}
        by_barcode = {row["barcode"]: row["ref"] for row in products or () if row["barcode"]}
        for kind in ("level", "day"):
            if kind in self._rows:
                self._rows[kind] = self._of_known_products(kind, refs, by_barcode)

    def _of_known_products(self, kind, refs, by_barcode):
        """Return the rows of figures of products that are known, with their refs.

        :param refs: of all products; None where no file tells them
        :raises Stop: when most are of none: then it is another column that names the products
        """
        kept, unknown = [], []
        for row in self._rows[kind]:
            where, named, barcode = row.pop("where"), row.pop("named"), row.pop("barcode")
            is_known = ID.fullmatch(named) if refs is None else named in refs
            ref = named if is_known else by_barcode.get(barcode)
            if ref:
                kept.append({"ref": ref, **row})
            else:
                unknown.append(f"{where} ({barcode or named or 'produit non nommé'})")
        if unknown:
            shown = ", ".join(unknown[:LINES_NAMED]) + (" …" if unknown[LINES_NAMED:] else "")
            if len(unknown) > len(kept):
                raise Stop(
                    f"{FILES[kind]} : la plupart des produits ({len(unknown)} lignes) ne sont pas "
                    f"dans le fichier des produits : {shown}. Exportez aussi leur « ID externe » "
                    "ou leur code-barres : un nom ne suffit pas."
                )
            self.remarks.append(
                f"{FILES[kind]} : {len(unknown)} ligne(s) laissée(s) de côté, dont le produit "
                f"n'est pas dans le fichier des produits : {shown}."
            )
        return kept

    # --- as `Distant`

    def read_at(self):
        """Return when the oldest file was exported, in UTC.

        So members are not told that the stock is fresher than it is.
        """
        return datetime.fromtimestamp(min(self._moments), UTC).strftime(MOMENT)

    def now(self):
        """Return the time, in UTC."""
        return datetime.now(UTC).strftime(MOMENT)

    def check(self, settings):
        """Read the files; return what keeps them from being taken, a sentence each.

        :raises Stop: where there are none
        """
        return self._read_all()

    def tells_members(self, settings):
        """Return whether there is a file of members: those are who the coop chose."""
        return "member" in self._rows

    def count(self, kind, settings):
        """Return how many there are; None of what no file tells."""
        return len(self._rows[kind]) if kind in self._rows else None

    def refs(self, kind, settings):
        """Return the refs of all rows of a kind."""
        return [row["ref"] for row in self._rows[kind]]

    def changed(self, kind, settings, since, after, limit):
        """Return a page of all rows, whenever they changed: a file does not tell."""
        at = after[1] if after else 0
        rows = self._rows.get(kind, [])
        end = at + limit
        return rows[at:end], (("", end) if end < len(rows) else None)

    def deleted(self, kind, refs):
        """Return nothing: who is not exported may have left, or exist no more."""
        return []

    def photos(self, refs):
        """Return no photos."""
        return []

    def expected(self, settings, refs=None):
        """Return None: no file tells of deliveries."""

    def touched(self, settings, since):
        """Return the refs of all products whose stock is told."""
        return [row["ref"] for row in self._rows.get("product", ())]

    def levels(self, settings, refs=None):
        """Return what is in stock, 0 of what the file of the stock does not name.

        None where there is no such file.
        """
        if "level" not in self._rows:
            return None
        # Several lines of a product: several places, or lots.
        sums = defaultdict(float, {row["ref"]: 0.0 for row in self._rows.get("product", ())})
        for row in self._rows["level"]:
            sums[row["ref"]] += row["quantity"] or 0.0
        return [{"ref": ref, "quantity": round(sum_, 3)} for ref, sum_ in sums.items()]

    def touched_days(self, settings, since):
        """Return all products and days that the file of sales tells of."""
        return list({(row["ref"], row["day"]) for row in self._rows.get("day", ())})

    def days(self, settings, first_day, last_day, refs=None):
        """Return the sales and losses of some days, a row a product and day."""
        sums = {}
        for row in self._rows.get("day", ()):
            if first_day <= row["day"] <= last_day and (refs is None or row["ref"] in refs):
                of_day = sums.setdefault((row["ref"], row["day"]), [0.0, 0.0, 0.0])
                for place, key in enumerate(("quantity", "turnover", "lost")):
                    of_day[place] += row[key] or 0.0
        return [
            {"ref": ref, "day": day, "quantity": sold, "turnover": turnover, "lost": lost}
            for (ref, day), (sold, turnover, lost) in sums.items()
        ]

    def push(self, product, settings):
        """Files cannot make a product.

        :raises Stop: always
        """
        raise Stop("Des fichiers ne peuvent pas créer de produit : il faut un compte d'accès.")


# --- lines of a file


def _unopened(path, error, folder):
    return (
        f"{path.name} ne peut pas être ouvert ({error.strerror}). Donnez à tous le droit de le "
        f"lire :  chmod -R a+rX {folder}"
    )


def _product(values, where):
    unit = fold(values.get("unit") or "")
    measure = ["unit", 1.0, values.get("unit") or ""]
    if unit in WEIGHED:
        measure = ["weight", WEIGHED[unit], unit]
    elif unit in LITRES:
        measure = ["volume", LITRES[unit], unit]
    return {
        "ref": _ref(values["ref"], where, "product_product"),
        "template": None,
        "name": values["name"],
        "barcode": values.get("barcode") or None,
        "code": None,
        "active": _yes(values, "active"),
        "for_sale": _yes(values, "for_sale"),
        "to_weight": measure[0] == "weight",
        "list_price": _number(values["list_price"], where),
        "cost": 0.0,
        "taxes": [],
        "category": None,
        "unit": measure,
        "is_counted": True,
        "shelf": values.get("shelf") or values.get("category") or None,
        "place": None,
        # A file without such a column says nothing of it.
        "net_weight": _number(values["net_weight"], where) if "net_weight" in values else None,
        "volume": _number(values["volume"], where) if "volume" in values else None,
        "origin": None,
        "organic": None,
        "supplier": values.get("supplier") or None,
        "write_date": None,
        "photo_size": None,
    }


def _level(values, where):
    named, own, barcode = values.get("product"), values.get("ref", ""), values.get("barcode")
    if named is None:
        # The id is a product's in an export of products, and the line's in one of the stock.
        named = own if not barcode or _exported_id(own, "product_product") else ""
    return {
        "where": where,
        "named": _product_named(named),
        "barcode": barcode,
        "quantity": _number(values["quantity"], where),
    }


def _day(values, where):
    return {
        "where": where,
        "named": _product_named(values.get("product", "")),
        "barcode": values.get("barcode"),
        "day": _date(values["day"], where),
        "quantity": _number(values["quantity"], where),
        "turnover": _number(values.get("turnover", ""), where),
        "lost": _number(values.get("lost", ""), where),
    }


def _member(values, where):
    parent = values.get("parent")
    return {
        "ref": _ref(values["ref"], where, "res_partner"),
        "name": values["name"],
        "number": values.get("number") or None,
        "email": values.get("email") or None,
        "parent": _ref(parent, where, "res_partner") if parent else None,
        # Who is exported is a member: the coop chose them.
        "is_member": True,
    }


_ROWS = {"product": _product, "level": _level, "day": _day, "member": _member}


def _ref(text, where, table):
    if not text:
        raise Stop(
            f"{where} : il manque l'identifiant (colonne « ID externe » de l'export d'Odoo)."
        )
    found = EXPORTED.fullmatch(text)
    if found and found[1] != table:
        raise Stop(f"{where} : « {text} » n'est pas l'identifiant {EXPORTS[table]}.")
    return found[2] if found else text


def _product_named(text):
    """Return the ref of the product that a line of figures names; as it is if that is no id."""
    return _exported_id(text, "product_product") or text


def _exported_id(text, table):
    """Return the id of a record of a table that was exported; None of what is no such record."""
    found = EXPORTED.fullmatch(text)
    return found[2] if found and found[1] == table else None


def _yes(values, key):
    return key not in values or fold(values[key]) not in NO


def _number(text, where):
    """Return a number as French and English spreadsheets write it; 0.0 for nothing."""
    plain = re.sub(r"[\s\u00a0\u202f€]", "", text)
    if not plain:
        return 0.0
    if "," in plain and "." in plain:
        # The last of them is the decimal mark.
        thousands = "," if plain.rfind(",") < plain.rfind(".") else "."
        plain = plain.replace(thousands, "")
    try:
        return float(plain.replace(",", "."))
    except ValueError:
        raise Stop(f"{where} : « {text} » n'est pas un nombre.") from None


def _date(text, where):
    plain = text[:10]
    try:
        if "/" in plain:
            day, month, year = plain.split("/")
            return str(date(int(year), int(month), int(day)))
        return str(date.fromisoformat(plain))
    except ValueError:
        raise Stop(f"{where} : « {text} » n'est pas une date.") from None
