"""The coop's own Odoo, 12 to 19, read as the link needs it; see `rights` for what that takes.

Nothing is ever written there but by `push`.
"""

from coop.vracoop import making, rights, troubles
from coop.vracoop.catalogue import (
    Categories,
    PriceLists,
    PriceRules,
    Products,
    Taxes,
    Tills,
    refs,
)
from coop.vracoop.figures import Figures
from coop.vracoop.odoo_server import OdooServer
from coop.vracoop.people import Members

KINDS = {
    "tax": Taxes,
    "category": Categories,
    "pricelist": PriceLists,
    "rule": PriceRules,
    "till": Tills,
    "product": Products,
    "member": Members,
}
# Photos asked for at once: some megabytes.
PHOTOS = 10


class Distant(OdooServer):
    """The questions of a turn of the link; `CsvFiles` answers the same from files.

    Rows are plain dicts, references to records are ids as texts.
    """

    # What there is to say of files that are read; of a server's answers there is nothing.
    held = remarks = ()

    def connect(self):
        """Log in.

        :raises Stop: where that is refused, or the account sees more than one company
        :raises Unreachable: where there is no answer
        """
        super().connect()
        troubles.told(lambda: rights.one_company(self), troubles.DISTANT)

    def check(self, settings):
        """Return what is missing, a sentence each."""
        return rights.missing(self, settings)

    def read_at(self):
        """Return of when is what is read now: the server's clock."""
        return self.now()

    def tells_members(self, settings):
        """Return whether it is said who is a member there: else nobody is read."""
        return bool(settings["member_domain"])

    # --- by write date

    def changed(self, kind, settings, since, after, limit):
        """Return a page of what was written from a moment on, archived records included.

        Pages go by id: dates come without their fractions of a second, so that nothing could be
        resumed by them. What is written meanwhile is of the next turn.

        :param since: ``YYYY-MM-DD HH:MM:SS`` in UTC; None for all
        :param after: where the page before has ended; None for the first
        :return: rows, where they end or None after the last
        """
        of_kind = KINDS[kind](self, settings)
        domain = [*of_kind.domain(), *(of_kind.written(since) if since else [])]
        if after:
            domain.append(("id", ">", after[1]))
        records = self.rows(
            of_kind.model, domain, of_kind.fields(), limit=limit, context=of_kind.context
        )
        next_after = ["", records[-1]["id"]] if len(records) == limit else None
        return of_kind.rows(records), next_after

    def count(self, kind, settings):
        """Return how many there are of a kind."""
        of_kind = KINDS[kind](self, settings)
        return self.how_many(of_kind.model, of_kind.domain())

    def refs(self, kind, settings):
        """Return the refs of all of a kind."""
        of_kind = KINDS[kind](self, settings)
        return refs(self.ids(of_kind.model, of_kind.domain()))

    def deleted(self, kind, refs):
        """Return which of some refs of a kind exist no more, as far as this account sees."""
        # Other refs are of files that were read before.
        numbers = [ref for ref in refs if ref.isdecimal()]
        model = KINDS[kind].model
        there = set(self.ids(model, [("id", "in", [int(ref) for ref in numbers])]))
        return [ref for ref in numbers if int(ref) not in there]

    def photos(self, refs):
        """Return the photos of products that have one, in base64, 1024 pixels wide at most."""
        image = Products(self, {}).image
        found = []
        for at in range(0, len(refs) if image else 0, PHOTOS):
            ids = [int(each) for each in refs[at : at + PHOTOS]]
            found += self.rows("product.product", [("id", "in", ids)], [image])
        return [{"ref": str(row["id"]), "photo": row[image]} for row in found if row[image]]

    # --- figures

    def levels(self, settings, refs=None):
        """Return what is in stock; see `Figures.levels`."""
        return Figures(self, settings).levels(refs)

    def touched(self, settings, since):
        """Return the refs of products whose stock changed; see `Figures.touched`."""
        return Figures(self, settings).touched(since)

    def expected(self, settings, refs=None):
        """Return what is expected, and when; see `Figures.expected`."""
        return Figures(self, settings).expected(refs)

    def days(self, settings, first, last, refs=None):
        """Return what was sold and lost; see `Figures.days`."""
        return Figures(self, settings).days(first, last, refs)

    def touched_days(self, settings, since):
        """Return the products and days whose sales or losses changed; see `Figures`."""
        return Figures(self, settings).touched_days(since)

    # --- the only thing written

    def may_push(self):
        """Tell whether the account may make products, which reading needs no right for."""
        return troubles.told(lambda: rights.may_make(self), troubles.DISTANT)

    def push(self, product, settings):
        """Return the ref of a product, made once; see `making.push`."""
        return troubles.asked(lambda: making.push(self, product), troubles.DISTANT)
