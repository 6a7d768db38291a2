"""The demo's people: members, households, volunteers, the purchasing team, all invented.

Who they are is decided without Odoo (`choose`), then written (`create`). Telephone numbers are
of the range that is kept for fiction (ARCEP, décision 2018-0881), e-mail domains of RFC 2606.
"""

from dataclasses import dataclass

from faker import Faker

from coop.demo.catalogue import plain
from coop.demo.dice import thrower

TOWN = ("38990", "Valbourg")
# Two and three people under one roof: the place in the list, and of whom they are a contact.
FIXED_HOUSEHOLDS = {4: 3, 7: 5, 6: 5}
BATCH = 500


@dataclass
class Person:
    """Somebody with a contact in Odoo; `household` is the place in the list of whom they join.

    `login` is empty for members without an account.
    """

    name: str
    email: str
    phone: str
    street: str
    number: str = ""
    login: str = ""
    household: int | None = None
    former: bool = False


@dataclass
class People:
    """Ids of what `create` made; `members` in the order of `choose`, former ones left out."""

    members: list
    former: list
    logins: dict
    team: list
    cashier: int


# Internal users: login (and password), what they may do.
STAFF = {
    "achats": "team",
    "achats2": "team",
    "achats3": "team",
    "achats4": "team",
    "achats5": "team",
    "caisse": "cashier",
}
GROUPS = {
    "team": (
        "base.group_user",
        "coop_suggestions.group_purchasing_team",
        "purchase.group_purchase_user",
        "stock.group_stock_user",
        "point_of_sale.group_pos_user",
    ),
    "cashier": ("base.group_user", "point_of_sale.group_pos_user"),
    "admin": (
        "base.group_system",
        "coop_stock.group_coop_administrator",
        "purchase.group_purchase_manager",
        "stock.group_stock_manager",
        "point_of_sale.group_pos_manager",
    ),
}


def choose(members, seed):
    """Return (members, others): lists of `Person`, the same for the same seed.

    :param int members: how many accounts `membre`, `membre2`, … there are
    :return: the members, one in twenty of them former, one in twenty more without an account;
        and, in a dict by login, `benevole`, `ancien` and the staff
    """
    fake = Faker("fr_FR")
    fake.seed_instance(seed)
    rng = thrower(seed, "people")
    taken = set()

    def person(**values):
        while True:
            first, last = fake.first_name(), fake.last_name()
            name = f"{first} {last}"
            if name not in taken:
                break
        taken.add(name)
        local = ".".join(plain(part).replace(" ", "-") for part in (first, last))
        number = str(1000 + len(taken))
        return Person(
            name=name,
            email=f"{local}@{rng.choice(('example.org', 'example.net', 'example.com'))}",
            phone=f"06 39 98 {rng.randrange(100):02} {rng.randrange(100):02}",
            street=f"{rng.randrange(1, 90)} {fake.street_name()}",
            number=number,
            **values,
        )

    chosen = [person(login="membre")]
    for place in range(1, members):
        household = FIXED_HOUSEHOLDS.get(place)
        if household is None and place > 20 and rng.random() < 0.18:
            household = rng.randrange(10, place)
            while chosen[household].household is not None:
                household = chosen[household].household
        former = place > 20 and household is None and rng.random() < 0.05
        chosen.append(person(login=f"membre{place + 1}", household=household, former=former))
    chosen += [person() for _ in range(members // 20)]
    for each in chosen:
        if each.household is not None:
            head = chosen[each.household]
            each.street, each.former = head.street, head.former
    others = {
        "benevole": person(login="benevole"),
        "ancien": person(login="ancien", former=True),
        **{login: person(login=login) for login in STAFF},
    }
    # The till is no person, and no member.
    till = others["caisse"]
    till.name, till.email, till.number = "Caisse de la coop", "caisse@lacoop.example", ""
    return chosen, others


def create(env, members, seed):
    """Write the people; everybody's password is their login, for members « membre ».

    :return: a `People`
    """
    chosen, others = choose(members, seed)
    former_tag, shop_tag = env["res.partner.category"].create(
        [{"name": "Ancien membre"}, {"name": "Compte du magasin"}]
    )
    env.company.coop_member_domain = (
        f"['&', ('category_id', 'not in', [{former_tag.id}, {shop_tag.id}]),"
        " '|', ('user_ids.active', '=', True),"
        " '&', ('ref', '!=', False), ('is_company', '=', False)]"
    )
    everybody = [*chosen, *others.values()]
    partners = _create_partners(env, everybody, former_tag)
    portal = env.ref("base.group_portal")
    volunteer = env.ref("coop_stock.group_shop_volunteer")
    users = {}
    accounts = [
        (person, partner)
        for person, partner in zip(everybody, partners, strict=True)
        if person.login and person.login not in STAFF
    ]
    for start in range(0, len(accounts), BATCH):
        batch = accounts[start : start + BATCH]
        created = env["res.users"].create(
            [
                {
                    "login": person.login,
                    "partner_id": partner.id,
                    "group_ids": [
                        (6, 0, (portal | volunteer if person.login == "benevole" else portal).ids)
                    ],
                }
                for person, partner in batch
            ]
        )
        users |= dict(zip((person.login for person, _ in batch), created.ids, strict=True))
    for person, partner in zip(everybody, partners, strict=True):
        if role := STAFF.get(person.login):
            users[person.login] = _create_staff(env, person, partner, role)
            if role == "cashier":
                partner.category_id = shop_tag
    users["magasin"] = env["res.users"]._coop_create_shop_account("magasin").id
    _set_up_admin(env)
    _set_passwords(env, users)
    team = [users[login] for login, role in STAFF.items() if role == "team"]
    return People(
        members=[
            partner.id
            for person, partner in zip(everybody, partners, strict=True)
            if not person.former and person.login != "caisse"
        ],
        former=[
            partner.id for person, partner in zip(everybody, partners, strict=True) if person.former
        ],
        logins=users,
        team=team,
        cashier=users["caisse"],
    )


def _create_partners(env, everybody, former_tag):
    """Return the contacts, in order; those under another's roof are contacts of that one."""
    Partner = env["res.partner"]
    france = env.ref("base.fr")
    zip_code, city = TOWN
    ids = [None] * len(everybody)

    def values(person):
        return {
            "name": person.name,
            "email": person.email,
            "phone": person.phone,
            "street": person.street,
            "zip": zip_code,
            "city": city,
            "country_id": france.id,
            "lang": "fr_FR",
            "tz": "Europe/Paris",
            "ref": person.number or False,
            "category_id": [(6, 0, former_tag.ids if person.former else [])],
        }

    for joined in (False, True):
        places = [
            place
            for place, person in enumerate(everybody)
            if (person.household is not None) == joined
        ]
        for start in range(0, len(places), BATCH):
            batch = places[start : start + BATCH]
            records = Partner.create(
                [
                    values(everybody[place])
                    | ({"parent_id": ids[everybody[place].household]} if joined else {})
                    for place in batch
                ]
            )
            for place, record in zip(batch, records, strict=True):
                ids[place] = record.id
    return Partner.browse(ids)


def _create_staff(env, person, partner, role):
    groups = [env.ref(name).id for name in GROUPS[role]]
    user = env["res.users"].create(
        {"login": person.login, "partner_id": partner.id, "group_ids": [(6, 0, groups)]}
    )
    return user.id


def _set_up_admin(env):
    admin = env.ref("base.user_admin")
    admin.write(
        {
            "name": "Camille Garnier",
            "email": "administration@lacoop.example",
            "lang": "fr_FR",
            "tz": "Europe/Paris",
            "group_ids": [(4, env.ref(name).id) for name in GROUPS["admin"]],
            # It shows the initial of the name before.
            "image_1920": False,
        }
    )


def _set_passwords(env, users):
    """Give members one shared hash: hashing takes half a second each."""
    crypt = env["res.users"]._crypt_context()
    own = {login: crypt.hash(login) for login in users if not login.startswith("membre")}
    shared = crypt.hash("membre")
    own["admin"] = crypt.hash("admin")
    for login, user_id in {**users, "admin": env.ref("base.user_admin").id}.items():
        env.cr.execute(
            "UPDATE res_users SET password = %s WHERE id = %s", (own.get(login, shared), user_id)
        )
    env["res.users"].invalidate_model()
