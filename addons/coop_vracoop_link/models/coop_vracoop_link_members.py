from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, mute_logger

from odoo.addons.coop_stock.tools.search_text import normalise

from ..tools.rows import whole_number


class CoopVracoopLink(models.Model):
    """Members: number, name, e-mail and whose contact they are, and never more."""

    _inherit = "coop.vracoop.link"

    def _take_member(self, rows, here):
        taken, to_create, new_refs = {}, [], []
        # Only who is new is looked for among those that are nobody's yet.
        is_known = all(row["ref"] in here for row in rows)
        linked = set() if is_known else self._linked("member")
        told = self._rows_by_person(partner.id for partner in here.values())
        for row in rows:
            if partner := here.get(row["ref"]):
                told.setdefault(partner.id, {})[row["ref"]] = row
        for row in rows:
            partner = here.get(row["ref"]) or self._find_partner(row, linked)
            if partner:
                self._write_member(partner, told.get(partner.id) or {row["ref"]: row})
                linked.add(partner.id)
                taken[row["ref"]] = partner.id
            else:
                to_create.append(self._member_values(row))
                new_refs.append(row["ref"])
        partners = self.env["res.partner"].create(to_create)
        taken.update(zip(new_refs, partners.ids, strict=True))
        return taken

    def _rows_by_person(self, partner_ids):
        """Return ``{partner id: {ref: row}}`` of the living contacts that people are there.

        More than one where contacts that are several there were merged here.
        """
        domain = [("link_id", "=", self.id), ("kind", "=", "member"), ("gone", "=", False)]
        rows = {}
        for record in self.env["coop.vracoop.record"].search(
            [*domain, ("res_id", "in", list(partner_ids))]
        ):
            rows.setdefault(record.res_id, {})[record.ref] = record.row
        return rows

    def _write_member(self, partner, rows):
        """Write what differs of a person: of several contacts, a member counts, the oldest."""
        foremost = min(
            rows.values(),
            key=lambda row: (not row.get("is_member", True), whole_number(row["ref"])),
        )
        values = self._member_values(foremost)
        if self._is_team(partner):
            # A new password is mailed to it: it is not the distant server's to change.
            del values["email"]
        changed = {
            name: value
            for name, value in values.items()
            if (partner[name] or False) != (value or False)
        }
        if changed:
            partner.write(changed)

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
        told = self._rows_by_person(record.res_id for record in gone.values())
        for ref, record in gone.items():
            partner = record._here()
            rows = told.get(partner.id, {})
            rows.pop(ref, None)
            if rows:
                self._write_member(partner, rows)
            elif partner:
                partner.write({"coop_distant_is_member": False, "ref": False})

    def _follow_member(self, deleted):
        """Merge here who was merged there into somebody else.

        The distant server keeps no trace of a merge: one contact exists no more, another one has
        its number or its address, and the name.
        """
        for record in deleted.values():
            partner = record._here()
            if not partner or self._rows_by_person(partner.ids):
                continue
            heir = self._merged_into(record)
            if len(heir) == 1 and self._merge(partner, heir):
                # If it was only out of sight, it returns as a person of its own.
                record.res_id = False

    def _merged_into(self, record):
        """Return the living members that a deleted contact can have been merged into."""
        row = record.row or {}
        others = self.env["coop.vracoop.record"]
        for key in ("number", "email"):
            others |= self._records_telling("member", key, filter(None, [row.get(key)]))
        # A household shares a number or an address, and a number is given anew: no proof alone.
        name = normalise(row.get("name"))
        return others.filtered(lambda other: normalise(other.row["name"]) == name)._here()

    def _merge(self, partner, heir):
        """Merge a person into another with Odoo's own wizard, so that votes and names go along.

        :return: whether that was possible
        """
        if self._is_team(partner) or self._is_team(heir):
            # An account of the team would move: somebody decides by hand.
            return False
        wizard = self.env["base.partner.merge.automatic.wizard"]
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                wizard._merge((partner | heir).ids, heir)
        except UserError:
            # Both have an account, for example: somebody decides by hand.
            self.env.invalidate_all(flush=False)
            return False
        return True
