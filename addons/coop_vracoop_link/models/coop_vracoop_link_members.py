from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, mute_logger


class CoopVracoopLink(models.Model):
    """Members: number, name, e-mail and whose contact they are, and never more."""

    _inherit = "coop.vracoop.link"

    def _take_member(self, rows, here):
        taken, to_create, new_refs = {}, [], []
        # Only who is new is looked for among those that are nobody's yet.
        is_known = all(row["ref"] in here for row in rows)
        linked = set() if is_known else self._linked("member")
        for row in rows:
            partner = here.get(row["ref"]) or self._find_partner(row, linked)
            values = self._member_values(row)
            if self._is_team(partner):
                # A new password is mailed to it: it is not the distant server's to change.
                del values["email"]
            if partner:
                changed = {
                    name: value
                    for name, value in values.items()
                    if (partner[name] or False) != (value or False)
                }
                if changed:
                    partner.write(changed)
                linked.add(partner.id)
                taken[row["ref"]] = partner.id
            else:
                to_create.append(values)
                new_refs.append(row["ref"])
        partners = self.env["res.partner"].create(to_create)
        taken.update(zip(new_refs, partners.ids, strict=True))
        return taken

    def _member_values(self, row):
        is_member = bool(row.get("is_member", True))
        number = row.get("number") or False
        return {
            "name": row["name"] or self.env._("Member n° %s", row["ref"]),
            "email": row.get("email") or False,
            # Who has left is not known by the number that others may go by.
            "ref": number if is_member else False,
            "coop_distant_number": number,
            "coop_distant_is_member": is_member,
        }

    def _find_partner(self, row, linked):
        """Return the person here that a distant member is: never a second partner.

        By the number, else by an address that is one person's only.
        """
        partners = self.env["res.partner"]
        people = [("is_company", "=", False), ("id", "not in", list(linked))]
        if row.get("number"):
            found = partners.search([*people, ("ref", "=", row["number"])], limit=2)
            if len(found) == 1:
                return found
        address = email_normalize(row.get("email"))
        if not address:
            return partners
        found = partners.search([("email_normalized", "=", address)], limit=2)
        is_one = len(found) == 1 and not found.is_company and found.id not in linked
        # The team's own accounts are theirs, whoever writes their address down.
        return found if is_one and not self._is_team(found) else partners

    @api.model
    def _is_team(self, partner):
        """Whether a person has an account that is no member's."""
        return any(not user.share for user in partner.with_context(active_test=False).user_ids)

    def _settle_member(self, rows, old_rows, told):
        """Put people into their households, whichever of them came first."""
        refs = [row["ref"] for row in rows]
        of_them = self._records_telling("member", "parent", refs)
        records = {**self._records("member", refs), **{each.ref: each for each in of_them}}
        parents = {record.row.get("parent") for record in records.values()}
        here = self._here("member", {*records, *parents})
        for ref, record in records.items():
            partner = here.get(ref)
            told_parent = record.row.get("parent")
            had_parent = old_rows.get(ref, {}).get("parent")
            parent = here.get(told_parent)
            if partner and parent and parent != partner and partner.parent_id != parent:
                partner.parent_id = parent
            elif partner and not told_parent and had_parent and partner.parent_id:
                partner.parent_id = False

    def _leave_member(self, gone):
        """Let people go: their votes count no more, and again when they return."""
        for ref, record in gone.items():
            partner = record._here()
            if not partner:
                continue
            partner.write({"coop_distant_is_member": False, "ref": False})
            heir = self._merged_into(ref, record)
            if heir:
                self._merge(partner, heir)

    def _merged_into(self, ref, record):
        """Return the living member that two distant contacts were merged into, or none.

        The distant server keeps no trace of a merge: it is known by the number, or by the name
        and the address, that the remaining contact has now.
        """
        row = record.row or {}
        same_number = self._records_telling("member", "number", filter(None, [row.get("number")]))
        same_address = self._records_telling("member", "email", filter(None, [row.get("email")]))
        same_person = same_address.filtered(
            lambda other: (other.row["name"] or "").casefold() == (row.get("name") or "").casefold()
        )
        for other in same_number | same_person:
            if other.ref != ref:
                return other._here()
        return self.env["res.partner"]

    def _merge(self, partner, heir):
        """Merge a person into another with Odoo's own wizard, so that votes and names go along."""
        wizard = self.env["base.partner.merge.automatic.wizard"]
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                wizard._merge((partner | heir).ids, heir)
        except UserError:
            # Both have an account, for example: somebody decides by hand.
            self.env.invalidate_all(flush=False)
