import logging
from contextlib import contextmanager

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.coop_stock.models.hold_rows import hold_rows

from ..tools.rows import comparable, name_of
from .coop_vracoop_link_figures import TABLES
from .coop_vracoop_link_prices import NotToldError
from .coop_vracoop_record import MODELS

_logger = logging.getLogger(__name__)

# What a row can be wrong with; what passes by itself, such as two turns at once, is not here.
WRONG = (
    UserError,
    ValueError,
    TypeError,
    KeyError,
    psycopg2.IntegrityError,
    psycopg2.DataError,
)


# Kinds of which many that go at once are a mistake rather than true: a rule on members with a slip
# of the pen, an account that sees less than it did.
HELD_KINDS = ("product", "member")
# More than these, and more than one in so many of what is known.
MOST_AT_ONCE = 20
ONE_IN = 5


class _DryRun(Exception):
    """Raised to undo what a dry run did."""


class CoopVracoopLink(models.Model):
    """Pages of rows as they arrive: what is new, changed, wrong or gone.

    Each kind has methods of its own: ``_take_<kind>`` makes and writes records, given those that
    are here, by ref, and returns their ids; ``_settle_<kind>`` does what hangs on others, where
    there is any; ``_leave_<kind>`` lets go what is gone, ``_follow_<kind>`` does more for what
    was deleted there.
    """

    _inherit = "coop.vracoop.link"

    @api.model
    def receive(self, kind, rows, cursor=None, dry_run=False, told_before=None, readings=None):
        """Keep a page of rows, and how far that is, in this transaction.

        :param str kind: one of `KINDS`, "photo", "level", "expected" or "day"
        :param list rows: as the program reads them
        :param dict cursor: how far the kind is read once these are kept
        :param bool dry_run: tell what would change, and change nothing
        :param dict told_before: of a dry run, the refs by kind that its pages before told and
            that would be here, but for its being one
        :param int readings: as `begin` told it: where reading has begun anew since, how far this
            turn has come is no longer how far is read
        :return: ``created``, ``changed``, ``unchanged`` (numbers), ``rejected`` (rows of ``ref``,
            ``name``, ``why``) and ``changes`` (sentences, of a dry run)
        :raises ValueError: when there is no such kind
        """
        link = self._of_account()
        if dry_run:
            refs_by_kind = {name: set(refs) for name, refs in (told_before or {}).items()}
            link = link.with_context(coop_told_before=refs_by_kind)
        else:
            # A program that was killed leaves its page with the server, and the next one brings
            # the same again: one after the other, lest the second take the rows for wrong ones.
            hold_rows(link)
        told = {"created": 0, "changed": 0, "unchanged": 0, "rejected": [], "changes": []}
        with link._undone_if(dry_run):
            # Of a row told twice on a page, the later one counts.
            rows = list({link._key(kind, row): row for row in rows}.values())
            if kind in TABLES:
                if kind == "day" and link._is_current(readings) and not dry_run:
                    link._forget_stale_days()
                link._receive_figures(kind, rows, told)
            elif kind == "photo":
                link._receive_photos(rows, told)
            elif kind in MODELS:
                link._receive_records(kind, rows, told)
            else:
                raise ValueError(f"no rows are called {kind}")
            if cursor is not None and link._is_current(readings):
                # Anew, as the field's own value must not be changed in place.
                link.cursors = {**(link.cursors or {}), kind: cursor}
        return told

    @api.model
    def missing(self, kind, refs):
        """Return the refs of a kind that are known and not among those that are still told."""
        named = set(refs)
        return [ref for ref in self._of_account()._living(kind) if ref not in named]

    @api.model
    def present(self, kind, refs, dry_run=False, deleted=(), allow_departures=False):
        """Take over which rows of a kind are still told; what is not named is gone.

        Where more than a fifth of the products, or of the members, would go at once, none does
        until somebody says that it is meant.

        :param list deleted: of those that are gone, the refs that exist no more at the distant
            server: merged into another, perhaps; without it, nobody is taken for merged
        :param bool allow_departures: somebody says so
        :return: ``gone`` (how many), ``unknown`` (refs that never came), ``held`` (why none went
            although many are told no more, or "") and ``changes`` (sentences, of a dry run)
        """
        link = self._of_account()
        if kind in TABLES:
            gone = 0 if dry_run else link._leave_figures(kind, refs)
            return {"gone": gone, "unknown": [], "held": "", "changes": []}
        named = set(refs)
        living = link._living(kind)
        gone = {ref: rec for ref, rec in living.items() if ref not in named}
        rejected = link._rejected_unknown(kind)
        unknown = [ref for ref in refs if ref not in living and ref not in rejected]
        held, changes = "", []
        with link._undone_if(dry_run):
            if not allow_departures and link._are_too_many(kind, gone, living):
                held = link._hold_back(kind, gone, living)
            else:
                link._let_go(kind, gone, deleted)
                link.rejection_ids.filtered(
                    lambda each: (
                        (each.kind == kind and each.ref not in named)
                        or (each.kind == "departure" and each.ref == kind)
                    )
                ).unlink()
        if dry_run and not held:
            changes = [
                link.env._("gone: %s", name_of({"ref": ref, **(record.row or {})}))
                for ref, record in gone.items()
            ]
        return {
            "gone": 0 if held else len(gone),
            "unknown": unknown,
            "held": held,
            "changes": changes,
        }

    def _let_go(self, kind, gone, deleted):
        """Let go what is gone, and follow what was deleted there."""
        if not gone:
            return
        getattr(self, f"_leave_{kind}")(gone)
        self._union(gone.values()).gone = True
        of_deleted = {ref: record for ref, record in gone.items() if ref in set(deleted)}
        getattr(self, f"_follow_{kind}", lambda *_nothing: None)(of_deleted)

    @api.model
    def _are_too_many(self, kind, gone, living):
        """Whether so many of what is known go at once that it looks like a mistake."""
        return kind in HELD_KINDS and len(gone) > MOST_AT_ONCE and len(gone) * ONE_IN > len(living)

    def _hold_back(self, kind, gone, living):
        """Note why none of a kind goes; return it, as a volunteer understands it."""
        counts = {"gone": len(gone), "known": len(living)}
        if kind == "member":
            name = self.env._("Members")
            why = self.env._(
                "%(gone)s of %(known)s members are no longer told by the Vracoop. That looks like "
                "a mistake: all of them stay members. Check the rule “Who is a member” of the "
                "link, and what its account may see there. If they have really left, the "
                "administrator runs: scripts/vracoop sync --allow-departures",
                **counts,
            )
        else:
            name = self.env._("Products")
            why = self.env._(
                "%(gone)s of %(known)s products are no longer told by the Vracoop. That looks like "
                "a mistake: all of them stay. Check what the account of the link may see there. If "
                "they are really gone, the administrator runs: scripts/vracoop sync "
                "--allow-departures",
                **counts,
            )
        self._reject("departure", {"ref": kind, "name": name}, why)
        return why

    def _living(self, kind):
        """Return ``{ref: record}`` of what is known of a kind and not gone."""
        return {ref: record for ref, record in self._records(kind).items() if not record.gone}

    @contextmanager
    def _undone_if(self, dry_run):
        """Undo at the end what was written, in the database and in memory."""
        if not dry_run:
            yield
            return
        try:
            with self.env.cr.savepoint():
                yield
                self.env.flush_all()
                raise _DryRun
        except _DryRun:
            self.env.invalidate_all(flush=False)
            # Marks of prices that wait for the end of this transaction are of what was undone.
            self.env.cr.precommit.clear()

    def _is_current(self, readings):
        """Whether reading has not begun anew since a turn began, which was told `readings`."""
        return readings in (None, self.readings)

    @staticmethod
    def _key(kind, row):
        return (row["ref"], row["day"]) if kind == "day" else row["ref"]

    # --- records

    def _receive_records(self, kind, rows, told):
        known = self._records(kind, [row["ref"] for row in rows])
        here = {record.id for record in self._union(known.values())._here()}
        todo, unchanged = [], []
        for row in rows:
            record = known.get(row["ref"])
            lives = record and not record.gone and record.res_id in here
            if lives and not record.is_due and comparable(record.row) == comparable(row):
                unchanged.append(row["ref"])
            else:
                todo.append(row)
        told["unchanged"] += len(unchanged)
        # Changed to what was wrong, and back.
        self._accept(kind, unchanged)
        if not todo:
            return
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                self._take_rows(kind, todo, known, told)
        except WRONG:
            # One of them is wrong: each for itself, to know which.
            self.env.invalidate_all(flush=False)
            for row in todo:
                self._take_one(kind, row, known, told)

    def _take_one(self, kind, row, known, told):
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                self._take_rows(kind, [row], known, told)
        except WRONG as error:
            self.env.invalidate_all(flush=False)
            if self._would_be_here(error):
                record = known.get(row["ref"])
                told["changed" if record else "created"] += 1
                old_rows = {row["ref"]: record.row or {}} if record else {}
                told["changes"] += self._change_words(kind, [row], old_rows)
                return
            _logger.info("Row %s of %s is left out: %s", row.get("ref"), kind, error)
            self._reject(kind, row, self._in_words(kind, error), told)

    def _would_be_here(self, error):
        """Whether a row only lacks what a dry run was told before, and undid."""
        before = self.env.context.get("coop_told_before", {})
        return isinstance(error, NotToldError) and error.ref in before.get(error.kind, ())

    def _take_rows(self, kind, rows, known, told):
        """Take rows over, and count them once all of them are."""
        before = {row["ref"]: known.get(row["ref"]) for row in rows}
        old_rows = {ref: record.row or {} for ref, record in before.items() if record}
        here = self._here(kind, before)
        same = [
            row["ref"]
            for row in rows
            if row["ref"] in here
            and not before[row["ref"]].gone
            and comparable(old_rows[row["ref"]]) == comparable(row)
        ]
        is_back = any(record and record.gone for record in before.values())
        taken = getattr(self, f"_take_{kind}")(rows, here)
        self.env.flush_all()
        to_create = []
        for row in rows:
            values = {"row": row, "res_id": taken[row["ref"]], "gone": False, "is_due": False}
            if record := before[row["ref"]]:
                record.write(values)
            else:
                to_create.append({"link_id": self.id, "kind": kind, "ref": row["ref"], **values})
        created = self.env["coop.vracoop.record"].create(to_create)
        getattr(self, f"_settle_{kind}", lambda *_nothing: None)(rows, old_rows, told)
        self.env.flush_all()
        self._accept(kind, [row["ref"] for row in rows])
        if kind in ("tax", "category") and (created or is_back):
            self._ask_for_refused_products()
        told["created"] += len(created)
        told["unchanged"] += len(same)
        told["changed"] += len(rows) - len(created) - len(same)
        if "coop_told_before" in self.env.context:
            told["changes"] += self._change_words(kind, rows, old_rows)

    # --- what is left out

    def _ask_for_refused_products(self):
        """Have products read again if some were refused: they may have waited for what has come."""
        if self._rejections("product"):
            self._read_anew(["product"])

    def _rejections(self, kind, refs=None):
        """Return what was left out of a kind; of `refs`, or all."""
        domain = [("link_id", "=", self.id), ("kind", "=", kind)]
        if refs is not None:
            domain.append(("ref", "in", list(refs)))
        return self.env["coop.vracoop.rejection"].search(domain)

    def _accept(self, kind, refs):
        """Note that nothing is wrong with rows any more."""
        self._rejections(kind, refs).unlink()

    def _reject(self, kind, row, why, told=None):
        """Note that a row is left out; what was known of it stays as it was."""
        # A file may hold characters that no database takes.
        name, ref = name_of(row).replace("\0", ""), row["ref"]
        if told is not None:
            told["rejected"].append({"ref": ref, "name": name, "why": why})
        values = {"name": name, "why": why}
        if found := self._rejections(kind, [ref]):
            found.write({**values, "last_on": self.env.cr.now()})
        else:
            found.create({"link_id": self.id, "kind": kind, "ref": ref, **values})
