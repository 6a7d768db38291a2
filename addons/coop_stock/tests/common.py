"""People, shelves and products that the tests of both addons start from."""

from odoo import Command, http
from odoo.tests import TransactionCase

from ..models.res_company import DEFAULT_MEMBER_DOMAIN

# Of an account that is made: no mail, no password. A password hash takes half a second, and
# HttpCase.authenticate needs none.
QUIET = {"no_reset_password": True, "mail_create_nolog": True, "tracking_disable": True}


class CoopHelpers:
    """Makes what a test needs, in any of Odoo's test classes."""

    @classmethod
    def make_user(cls, name, groups="base.group_portal", **values):
        """Make a person with an account; the login is the first name."""
        login = values.pop("login", name.split()[0].lower())
        group_ids = [Command.set([cls.env.ref(group).id for group in groups.split(",")])]
        return (
            cls.env["res.users"]
            .with_context(**QUIET)
            .create(
                {
                    "name": name,
                    "login": f"{login}@coop.test",
                    "email": f"{login}@coop.test",
                    "group_ids": group_ids,
                    **values,
                }
            )
        )

    @classmethod
    def make_member(cls, name, **values):
        """Make a member with a portal account; return the person."""
        return cls.make_user(name, **values).partner_id

    @classmethod
    def make_partner(cls, name, **values):
        """Make a person, or a company, without an account."""
        return cls.env["res.partner"].create({"name": name, **values})

    @classmethod
    def make_product(cls, name, **values):
        """Make a product that the tills sell and whose stock is counted."""
        return cls.env["product.product"].create(
            {
                "name": name,
                "available_in_pos": True,
                "is_storable": True,
                "list_price": 2.5,
                "taxes_id": [Command.clear()],
                **values,
            }
        )

    @classmethod
    def put_in_stock(cls, product, quantity):
        """Have so much more of a product in the shop."""
        shop = cls.env.company._coop_shop_warehouse()
        cls.env["stock.quant"]._update_available_quantity(product, shop.lot_stock_id, quantity)

    @classmethod
    def speak_english(cls):
        """Have everybody's pages in English: the database may speak another language."""
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["ir.default"].set("res.partner", "lang", "en_US")
        cls.env.ref("base.public_user").lang = "en_US"
        cls.env.company.partner_id.lang = "en_US"

    def count_queries(self, function, *args, **kwargs):
        """Return how many queries a call costs in an empty cache of records."""
        self.env.flush_all()
        # The first call fills what the registry keeps, such as access rules.
        for _call in range(2):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            function(*args, **kwargs)
        return self.cr.sql_log_count - before


class CoopCommon(CoopHelpers, TransactionCase):
    """A coop with Odoo's default settings, two households and one person who left."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.speak_english()
        cls.company = cls.env.company
        cls.company.write({"coop_member_domain": DEFAULT_MEMBER_DOMAIN, "coop_tz": "Europe/Paris"})
        cls.alice = cls.make_member("Alice Martin")
        cls.bob = cls.make_member("Bob Durand")
        # Alban lives with Alice: in Odoo, he is a contact of hers.
        cls.alban = cls.make_member("Alban Petit", parent_id=cls.alice.id)
        cls.stranger = cls.make_partner("Zoé Ailleurs", email="zoe@coop.test")

    def user_of(self, partner):
        """Return the account of a person."""
        found = partner.with_context(active_test=False).user_ids
        return self.env["res.users"].browse(found.ids)

    def set_member_rule(self, domain):
        """Set who is a member, as the settings would."""
        self.company.coop_member_domain = repr(domain)

    def break_member_rule(self, source):
        """Keep a rule that the settings would refuse, as when an addon took its field along."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_company SET coop_member_domain = %s WHERE id = %s",
            (source, self.company.id),
        )
        self.env.invalidate_all()


class PageHelpers:
    """Looks at pages as a browser gets them, without its scripts."""

    def get(self, url, **kwargs):
        return self.url_open(url, allow_redirects=False, **kwargs)

    def post(self, url, *, files=None, headers=None, token=True, **fields):
        """Post a form of the page, with the token that stands in it."""
        if token:
            fields["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(
            url, data=fields, files=files, headers=headers, method="POST", allow_redirects=False
        )

    def assert_leads_to(self, page, url):
        """The answer to a form: look at that page next."""
        self.assertEqual(page.status_code, 303)
        self.assertURLEqual(page.headers["Location"], url)

    def sign_in(self, partner):
        self.authenticate(self.user_of(partner).login, None)

    def assert_shows(self, page, *words):
        """The page has each of the words; a failure names the word, not the whole page."""
        for word in words:
            self.assertTrue(word in page.text, f"{word!r} is not on the page")

    def assert_hides(self, page, *words):
        for word in words:
            self.assertFalse(word in page.text, f"{word!r} is on the page")

    def assert_page(self, url, *words):
        page = self.get(url)
        self.assertEqual(page.status_code, 200)
        self.assert_shows(page, *words)
        return page
