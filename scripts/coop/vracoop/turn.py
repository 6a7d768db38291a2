"""One turn of the link: what changed at the distant server since the last one, page by page.

How far it was read is kept on our side, in the transaction that keeps the rows: whenever a turn
is cut short, the next one repeats a page at most, and receiving a page twice changes nothing.
"""

from collections import Counter
from datetime import date, datetime, timedelta

from coop.vracoop import troubles

# The kinds of rows in their order: each names only what comes before it.
BY_WRITE_DATE = ("tax", "category", "pricelist", "rule", "till", "product", "member")
# Kinds whose deletion leaves a trace in their number alone.
COUNTED = ("tax", "category", "pricelist", "rule", "product", "member")
PAGE = 500
PAGE_OF_FIGURES = 5000
# Days of sales read with one question.
DAYS_AT_ONCE = 7
# A row is seen when its transaction ends, and dated when that began.
OVERLAP = timedelta(minutes=10)


class Turn:
    """Reads `distant` into `ours`; what came of it is counted in `sums`, by kind.

    :param distant: a `Distant`, or the `CsvFiles` of a host that gives no account
    :param ours: a `MemberSpace`
    :param progress: ``progress(kind, count, total or None)``, told after each page
    """

    def __init__(self, distant, ours, progress=lambda *told: None, dry_run=False):
        self.distant = distant
        self.ours = ours
        self.progress = progress
        self.dry_run = dry_run
        self.sums = {}
        self.rejected = []
        self.changes = []

    def run(self):
        """Read all kinds; raise what the servers raise, with all that came before kept."""
        told = self.ours.begin()
        self.settings, self.cursors = told["settings"], told["cursors"]
        # The distant clock, asked before anything is read: ours may differ.
        self.started = self._ask("now")
        for kind in BY_WRITE_DATE:
            self._read_changed(kind)
        self._find_gone()
        self._read_stock()
        self._read_days()
        if not self.dry_run:
            self.ours.turn_done(self._ask("now"), self.started)

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
            self._receive(kind, rows, cursor, total)
            if kind == "product":
                self._read_photos(rows)
            if after is None:
                return

    def _read_photos(self, rows):
        sizes = {row["ref"]: row["photo_size"] for row in rows if row.get("photo_size")}
        if not sizes or self.dry_run:
            return
        wanted = self.ours.photos_wanted(sizes)
        for refs in _pages(wanted, 50):
            self._receive("photo", self._ask("photos", refs))

    # --- what is gone

    def _find_gone(self):
        """Name what is still there where the numbers differ: then something was deleted."""
        counts = self.ours.begin()["counts"]
        for kind in COUNTED:
            if self.dry_run and not counts.get(kind):
                continue
            # None is told by files that say nothing of a kind.
            if self._ask("count", kind, self.settings) not in (None, counts.get(kind, 0)):
                refs = self._ask("refs", kind, self.settings)
                gone = self.ours.present(kind, refs, self.dry_run)["gone"]
                self.sums.setdefault(kind, Counter())["gone"] += gone

    # --- stock

    def _read_stock(self):
        """Read the levels of what moved; of everything the first time and once a day."""
        cursor = self.cursors.get("level") or {}
        today = self.started[:10]
        refs = None
        if cursor.get("compared") == today:
            refs = self._ask("touched", self.settings, _earlier(cursor["until"]))
        cursor = {"until": self.started, "compared": today}
        expected = self._ask("expected", self.settings, refs)
        for page in _pages(expected, PAGE_OF_FIGURES):
            self._receive("expected", page)
        if refs is None and not self.dry_run:
            self.ours.present("expected", [row["ref"] for row in expected])
        levels = self._ask("levels", self.settings, refs)
        # The cursor goes with the last page: cut short, all of it is read again.
        *pages, last = _pages(levels, PAGE_OF_FIGURES) or [[]]
        for page in pages:
            self._receive("level", page, total=len(levels))
        self._receive("level", last, cursor, len(levels))

    # --- sales and losses

    def _read_days(self):
        cursor = self.cursors.get("day") or {}
        today = date.fromisoformat(self.started[:10])
        if "until" not in cursor:
            # The first time, from the oldest day on; what is sold meanwhile comes after it.
            first = date.fromisoformat(cursor.get("next") or self.settings["sales_since"])
            started = cursor.get("started") or self.started
            total = (today - first).days + 1
            while first <= today:
                last = min(first + timedelta(days=DAYS_AT_ONCE - 1), today)
                rows = self._ask("days", self.settings, str(first), str(last))
                first = last + timedelta(days=1)
                cursor = {"next": str(first), "started": started}
                if first > today:
                    cursor = {"until": started}
                self._receive_days(rows, cursor)
                self.progress("jours", DAYS_AT_ONCE, total)
            return
        touched = {}
        for ref, day in self._ask("touched_days", self.settings, _earlier(cursor["until"])):
            touched.setdefault(day, []).append(ref)
        for day, refs in sorted(touched.items()):
            self._receive_days(self._ask("days", self.settings, day, day, refs))
        self._receive("day", [], {"until": self.started})

    def _receive_days(self, rows, cursor=None):
        *pages, last = _pages(rows, PAGE_OF_FIGURES) or [[]]
        for page in pages:
            self._receive("day", page)
        self._receive("day", last, cursor)

    # --- asking and receiving

    def _ask(self, method, *args):
        return troubles.asked(lambda: getattr(self.distant, method)(*args))

    def _receive(self, kind, rows, cursor=None, total=None):
        if not rows and cursor is None:
            return
        told = self.ours.receive(kind, rows, cursor, self.dry_run)
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
