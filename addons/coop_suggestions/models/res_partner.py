from odoo import api, fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    # How the columns of a supplier's price list were told last, see `coop.price.list.import`.
    coop_price_list_format = fields.Json(groups="coop_suggestions.group_purchasing_team")

    @api.model
    def _coop_of_numbers(self, numbers):
        """Return whom the member numbers written on paper belong to.

        A number that a member and somebody who left both have is the member's.

        :param numbers: of texts
        :return: ``{number: (person, problem)}``: one `res.partner` and "", or none and one of
            `PROBLEMS` of `coop.paper.entry`
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
        """Return the values of the field that a number written on paper stands for."""
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
