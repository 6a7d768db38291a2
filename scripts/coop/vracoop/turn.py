"""One turn of the link: what changed at the distant server since the last one, page by page.

How far it was read is kept on our side, in the transaction that keeps the rows: whenever a turn
is cut short, the next one repeats a page at most, and receiving a page twice changes nothing.
"""

from collections import Counter
from datetime import date, datetime, timedelta

from coop.vracoop import troubles

# The kinds of rows in their order: each names only what comes before it.
BY_WRITE_DATE = ("tax", "category", "pricelist", "till", "product", "rule", "member")
# Kinds whose deletion leaves a trace in their number alone; products first, see `PRICING`.
COUNTED = ("product", "tax", "category", "pricelist", "rule", "member")
# Kinds by which products have their price.
PRICING = ("tax", "category", "pricelist", "rule")
# Kinds that rows of others cannot do without.
NAMED = ("tax", "category", "pricelist", "product")
PAGE = 500
PAGE_OF_FIGURES = 5000
# A photo may weigh 10 MB.
PAGE_OF_PHOTOS = 10
# Days of sales read with one question.
DAYS_AT_ONCE = 7
# A row is seen when its transaction ends, and dated when that began.
OVERLAP = timedelta(minutes=10)


class Turn:
    """Reads `distant` into `ours`; what came of it is counted in `sums`, by kind.

    :param distant: a `Distant`, or the `CsvFiles` of a host that gives no account
    :param ours: a `MemberSpace`
    :param progress: ``progress(kind, count, total or None)``, told after each page
    :param bool allow_departures: whether many products or members may leave at once
    """

    def __init__(
        self,
        distant,
        ours,
        progress=lambda *told: None,
        dry_run=False,
        allow_departures=False,
    ):
        self.distant = distant
        self.ours = ours
        self.progress = progress
        self.dry_run = dry_run
        self.allow_departures = allow_departures
        self.sums = {}
        self.rejected = []
        self.changes = []
        # Why so many of a kind did not leave, by kind.
        self.held = {}
        # The products that wait for a push.
        self.asked_push = []
        # Of a dry run, which keeps no page, what later pages may name.
        self._told_before = {kind: [] for kind in NAMED}

    def run(self):
        """Read all kinds; raise what the servers raise, with all that came before kept."""
        told = self.ours.begin()
        self.settings, self.cursors = told["settings"], told["cursors"]
        self.readings = told["readings"]
        self.asked_push = told["asked_push"]
        # By the distant clock, asked before anything is read: ours may differ.
        self.started = self._ask("read_at")
        tells_members = self.distant.tells_members(self.settings)
        self.kinds = [kind for kind in BY_WRITE_DATE if kind != "member" or tells_members]
        for kind in self.kinds:
            self._read_changed(kind)
        compares_all = (self.cursors.get("level") or {}).get("compared") != self.started[:10]
        self._find_gone(compares_all)
        self._read_stock(compares_all)
        self._read_days()
        if not self.dry_run:
            self.ours.turn_done(self._ask("now"), self.started if self.has_stock else None)

    # --- by write date

    def _read_changed(self, kind):
        cursor = self.cursors.get(kind) or {}
        after = cursor.get("after")
        since, started = cursor.get("since"), cursor.get("started")
        if after is None:
            since = _earlier(cursor.get("until"))
            started = self.started
        total = None if since else self._ask("count", kind, self.settings)
        while True:
            rows, after = self._ask("changed", kind, self.settings, since, after, PAGE)
            cursor = {"until": started}
            if after is not None:
                cursor = {"since": since, "started": started, "after": list(after)}
            if kind == "product":
                # With their photos, or a turn cut short in between would leave those behind.
                self._receive(kind, rows, total=total)
                self._read_photos(rows)
                rows = []
            self._receive(kind, rows, cursor, total)
            if after is None:
                return

    def _read_photos(self, rows):
        sizes = {row["ref"]: row["photo_size"] for row in rows if row.get("photo_size") is not None}
        if not sizes or self.dry_run:
            return
        for refs in _pages(self.ours.photos_wanted(sizes), PAGE_OF_PHOTOS):
            photos = self._ask("photos", refs)
            self._receive("photo", [{**row, "photo_size": sizes[row["ref"]]} for row in photos])

    # --- what is gone

    def _find_gone(self, compares_all):
        """Name what is still there where the numbers differ: then something was deleted.

        :param bool compares_all: whether the numbers differ or not; once a day, as one may have
            come while another went, and a rule on members changes no date
        """
        told = self.ours.begin()
        counts, held_before = told["counts"], told["held"]
        for kind in COUNTED:
            if kind not in self.kinds or (self.dry_run and not counts.get(kind)):
                continue
            if kind in PRICING and "product" in self.held:
                # Products that did not leave keep their prices.
                continue
            # None is told by files that say nothing of a kind.
            count = self._ask("count", kind, self.settings)
            if count is None:
                continue
            differs = count != counts.get(kind, 0) or kind in held_before
            if not differs and not compares_all:
                continue
            refs = self._ask("refs", kind, self.settings)
            told = self.ours.present(
                kind, refs, self.dry_run, self._deleted(kind, refs), self.allow_departures
            )
            self.changes += told["changes"]
            if told["held"]:
                self.held[kind] = told["held"]
            if told["gone"]:
                self.sums.setdefault(kind, Counter())["gone"] += told["gone"]
            if told["unknown"] and not self.dry_run:
                # It came without being written, as by a rule that now lets it in.
                self.cursors[kind] = {}
                self._read_changed(kind)

    def _deleted(self, kind, refs):
        """Return who exists no more; who only left the rule on members still does.

        A contact that was merged into another one there is deleted; no other kind is merged.
        """
        missing = self.ours.missing(kind, refs) if kind == "member" else []
        return self._ask("deleted", kind, missing) if missing else []

    # --- stock

    def _read_stock(self, compares_all):
        """Read the levels of what moved; of everything the first time and once a day."""
        cursor = self.cursors.get("level") or {}
        expected = self._ask("expected", self.settings)
        # None is told by files that say nothing of it.
        if expected is not None:
            self._receive_figures("expected", expected)
            if not self.dry_run:
                self.ours.present("expected", [row["ref"] for row in expected])
        refs = None
        if not compares_all:
            refs = self._ask("touched", self.settings, _earlier(cursor["until"]))
        levels = self._ask("levels", self.settings, refs)
        self.has_stock = levels is not None
        if not self.has_stock:
            return
        if "product" in self.held:
            # The stock of products that did not leave stays, too: it is asked for once they are
            # told again.
            self._receive_figures("level", levels)
            return
        told_of = {row["ref"] for row in levels}
        # What moved and is told no more is out.
        levels += [{"ref": ref, "quantity": 0.0} for ref in refs or () if ref not in told_of]
        if refs is None and not self.dry_run:
            self.ours.present("level", sorted(told_of))
        cursor = {"until": self.started, "compared": self.started[:10]}
        self._receive_figures("level", levels, cursor)

    # --- sales and losses

    def _read_days(self):
        cursor = self.cursors.get("day") or {}
        # In the shop it may be tomorrow already.
        last_day = date.fromisoformat(self.started[:10]) + timedelta(days=1)
        if "until" not in cursor:
            # The first time, from the oldest day on; what is sold meanwhile comes after it.
            first = date.fromisoformat(cursor.get("next") or self.settings["sales_since"])
            started = cursor.get("started") or self.started
            total = (last_day - first).days + 1
            while first <= last_day:
                last = min(first + timedelta(days=DAYS_AT_ONCE - 1), last_day)
                rows = self._ask("days", self.settings, str(first), str(last))
                first = last + timedelta(days=1)
                cursor = {"next": str(first), "started": started}
                if first > last_day:
                    cursor = {"until": started}
                self._receive_figures("day", rows, cursor)
                self.progress("jours", DAYS_AT_ONCE, total)
            return
        touched = {}
        for ref, day in self._ask("touched_days", self.settings, _earlier(cursor["until"])):
            touched.setdefault(day, []).append(ref)
        for day, refs in sorted(touched.items()):
            rows = self._ask("days", self.settings, day, day, refs)
            told_of = {row["ref"] for row in rows}
            # An order that was cancelled leaves nothing to tell of.
            rows += [{"ref": ref, "day": day} for ref in refs if ref not in told_of]
            self._receive_figures("day", rows)
        self._receive("day", [], {"until": self.started})

    def _receive_figures(self, kind, rows, cursor=None):
        """Receive rows in pages; how far that is goes with the last one."""
        *pages, last = _pages(rows, PAGE_OF_FIGURES) or [[]]
        for page in pages:
            self._receive(kind, page, total=len(rows))
        self._receive(kind, last, cursor, len(rows))

    # --- asking and receiving

    def _ask(self, method, *args):
        return troubles.told(lambda: getattr(self.distant, method)(*args), troubles.DISTANT)

    def _receive(self, kind, rows, cursor=None, total=None):
        if not rows and cursor is None:
            return
        before = self._told_before if self.dry_run else None
        told = self.ours.receive(kind, rows, cursor, self.dry_run, before, self.readings)
        if self.dry_run and kind in NAMED:
            left_out = {row["ref"] for row in told["rejected"]}
            self._told_before[kind] += [row["ref"] for row in rows if row["ref"] not in left_out]
        sums = self.sums.setdefault(kind, Counter())
        sums.update({key: told[key] for key in ("created", "changed", "unchanged")})
        self.rejected += told["rejected"]
        self.changes += told.get("changes", [])
        self.progress(kind, len(rows), total)


def _earlier(moment):
    """Return `OVERLAP` before a moment, ``YYYY-MM-DD HH:MM:SS``; None for None."""
    return moment and str(datetime.fromisoformat(moment) - OVERLAP)


def _pages(rows, size):
    return [rows[at : at + size] for at in range(0, len(rows), size)]
