"""Who is a member of the distant coop; of a person no more is read than the link needs."""

import ast

from coop.errors import Stop
from coop.vracoop import versions
from coop.vracoop.catalogue import Kind, ref


class Members(Kind):
    """`res.partner`, those that the coop's own rule says are members.

    One that is archived has left; without a rule, who has a number is a member.
    """

    model = "res.partner"
    read = ("name", "email", "parent_id", "active")

    def __init__(self, server, settings):
        super().__init__(server, settings)
        there = server.fields(self.model)
        self.number = versions.chosen(settings.get("number_field"), versions.NUMBER, there)

    def domain(self):
        return domain_of(self.settings.get("member_domain")) or [(self.number, "!=", False)]

    # Whether the parent is a company, or who it was merged into, shows in its own date.
    dates = ("write_date", "parent_id.write_date")

    def fields(self):
        return [*super().fields(), *([self.number] if self.number else [])]

    def rows(self, records):
        parents = sorted({record["parent_id"][0] for record in records if record["parent_id"]})
        people = set()
        if parents:
            # A household is of people: colleagues of a company form none.
            domain = [("id", "in", parents), ("is_company", "=", False)]
            people.update(self.server.ids(self.model, domain))
        return [self.row(record, people) for record in records]

    def row(self, record, people):
        parent = record["parent_id"] and record["parent_id"][0]
        number = record.get(self.number)
        return {
            "ref": ref(record["id"]),
            "name": record["name"] or "",
            "number": str(number).strip() if number else None,
            "email": record["email"] or None,
            "parent": ref(parent) if parent in people else None,
            "is_member": record["active"],
        }


def domain_of(text):
    """Return the domain that a text holds, as lists.

    :raises Stop: where it holds none
    """
    try:
        found = ast.literal_eval((text or "[]").strip())
        if not isinstance(found, list | tuple):
            raise ValueError
        return [term if isinstance(term, str) else tuple(term) for term in found]
    except (ValueError, SyntaxError, TypeError):
        raise Stop(
            f"La règle qui dit qui est membre ne se lit pas : {text}. Elle s'écrit comme un "
            "filtre d'Odoo, par exemple [('is_member', '=', True)]."
        ) from None
