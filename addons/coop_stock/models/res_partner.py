from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize

from ..tools.names import first_name_and_initial
from .res_company import BOUNCES_TO_REST


class ResPartner(models.Model):
    _inherit = "res.partner"

    coop_is_volunteer = fields.Boolean(
        string="Shop volunteer",
        compute="_compute_coop_is_volunteer",
        compute_sudo=True,
    )

    @api.depends("user_ids.group_ids")
    def _compute_coop_is_volunteer(self):
        for partner in self:
            partner.coop_is_volunteer = any(
                user.has_group("coop_stock.group_shop_volunteer") for user in partner.user_ids
            )

    def write(self, vals):
        if "email" in vals and "message_bounce" not in vals:
            # Mails came back from the old address, none from the new one.
            new = email_normalize(vals["email"])
            # sudo: whoever changes an address need not read what came back from it.
            self.sudo().filtered(
                lambda partner: partner.message_bounce and partner.email_normalized != new
            ).message_bounce = 0
        return super().write(vals)

    def _coop_address_rests(self):
        """Whether mails to this person came back too often to write again."""
        self.ensure_one()
        # sudo: members may not read contacts.
        return self.sudo().message_bounce >= BOUNCES_TO_REST

    def _coop_write_again(self):
        """Have a resting address written to again; safe to repeat."""
        # sudo: members may not write contacts; this sets a counter of their own to nothing.
        self.sudo().filtered("message_bounce").message_bounce = 0

    def _coop_is_member(self):
        """Whether this person is a member, by the coop's own rule."""
        if not self:
            return False
        self.ensure_one()
        domain = Domain("id", "=", self.id) & self.env.company._coop_member_domain()
        # sudo: members may not read contacts, and the rule may look at any field of theirs.
        return bool(self.sudo().search_count(domain, limit=1))

    @api.model
    def _coop_members_sql(self):
        """Return an SQL subselect of the ids of all members of today."""
        # sudo: as above; only ids leave this method.
        query = self.sudo()._search(self.env.company._coop_member_domain())
        return query.subselect()

    @api.model
    def _coop_of_numbers(self, numbers):
        """Return whom member numbers, as members write them, belong to.

        A number that a member and somebody who left both have is the member's.

        :param numbers: of texts
        :return: ``{number: (person, problem)}``: one `res.partner` and "", or none and "unknown",
            "ambiguous" or "former"
        """
        company = self.env.company
        # sudo: it names a field that not everybody may read; only whom a number is of leaves.
        field = self._fields.get(company.sudo().coop_member_number_field)
        if not field:
            # It went with the addon that brought it.
            return dict.fromkeys(numbers, (self.browse(), "unknown"))
        read_as = {number: self._coop_number_values(field, number) for number in numbers}
        values = [value for values in read_as.values() for value in values]
        # sudo: as above. Archived contacts are former members, told as such.
        people_sudo = (
            self.sudo()
            .with_context(active_test=False)
            .search(
                Domain(field.name, "in", values) & Domain("company_id", "in", (False, company.id))
            )
        )
        members = self.sudo().search(
            Domain("id", "in", people_sudo.ids) & company._coop_member_domain()
        )
        return {
            number: self._coop_one_of(people_sudo, members, field, read_as[number])
            for number in numbers
        }

    @api.model
    def _coop_number_values(self, field, number):
        """Return the values of the field that a written number stands for."""
        if field.type == "integer":
            digits = number.isascii() and number.isdigit() and len(number) < 10
            return [int(number)] if digits and int(number) else []
        return list(dict.fromkeys((number, number.upper(), number.lower())))

    @api.model
    def _coop_one_of(self, people, members, field, values):
        people = people.filtered(lambda person: person[field.name] in values)
        own = people & members
        if len(own) == 1:
            return own.sudo(False), ""
        if own:
            return self.browse(), "ambiguous"
        return self.browse(), "former" if people else "unknown"

    @api.model
    def _coop_household_sql(self, partner, parent):
        """Return SQL for the household of a person: the person they are a contact of, or they.

        A company is never a household: it would merge colleagues.

        :param SQL partner: alias of a row of ``res_partner``
        :param SQL parent: alias of its left-joined parent
        """
        return SQL(
            "(CASE WHEN %(parent)s.id IS NOT NULL AND %(parent)s.is_company IS NOT TRUE"
            " THEN %(parent)s.id ELSE %(partner)s.id END)",
            partner=partner,
            parent=parent,
        )

    def _coop_household(self):
        """Return the person at the head of this person's household, as a `res.partner`."""
        self.ensure_one()
        # sudo: members may not read the contact they belong to.
        parent_sudo = self.sudo().parent_id
        return parent_sudo if parent_sudo and not parent_sudo.is_company else self.sudo()

    def _coop_household_members(self):
        """Return the members of today in this person's household, as a `res.partner` in sudo."""
        head_sudo = self._coop_household()
        people = Domain("id", "=", head_sudo.id) | Domain("parent_id", "=", head_sudo.id)
        return head_sudo.search(people & self.env.company._coop_member_domain())

    def _coop_public_name(self):
        """Return the name that other members see: first name and initial."""
        self.ensure_one()
        # sudo: members may not read contacts; a first name and an initial is all that leaves.
        return first_name_and_initial(self.sudo().name)

    def action_coop_make_volunteer(self):
        """Give this contact's accounts the shop volunteer's right."""
        self._coop_set_volunteer(True)

    def action_coop_end_volunteer(self):
        """Take the shop volunteer's right from this contact's accounts."""
        self._coop_set_volunteer(False)

    def _coop_set_volunteer(self, volunteer):
        self.check_access("write")
        group = self.env.ref("coop_stock.group_shop_volunteer")
        command = fields.Command.link if volunteer else fields.Command.unlink
        # sudo: those who keep contacts seldom may write users; this one right is theirs to give.
        self.sudo().user_ids.write({"group_ids": [command(group.id)]})
