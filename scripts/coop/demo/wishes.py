"""The demo's suggestions: a year of what members asked for, voted, said, and were answered.

`plan` decides it all without Odoo; `write` puts it there with its dates, straight as published,
so that no mail leaves.
"""

import base64
import itertools
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from markupsafe import Markup, escape

from coop.demo import bulk, drawing, phrases
from coop.demo.catalogue import is_chain, resembling
from coop.demo.dice import thrower

# How many of a hundred suggestions are in each state today.
STATES = {
    "open": 44,
    "asked": 5,
    "put_off": 6,
    "kept": 18,
    "not_kept": 19,
    "passed_on": 3,
    "withdrawn": 3,
    "blocked": 2,
}
VOTING = ("open", "asked", "put_off")
FREQUENCIES = {"weekly": 30, "monthly": 35, "sometimes": 20, None: 15}
# The purchasing team meets every two weeks, the last time three days ago.
MEETING_DAYS, LAST_MEETING = 14, 3
# No suggestion is wished for by more than this part of the members.
MOST_SUPPORTERS = 0.55
# What `membre` has proposed, so that their page shows each kind of answer.
OF_THE_FIRST_MEMBER = {"open": 2, "asked": 1, "kept": 1, "not_kept": 1}


def next_meeting(now):
    """Return the day of the purchasing team's next meeting."""
    return now.date() + timedelta(days=MEETING_DAYS - LAST_MEETING)


@dataclass
class Decision:
    """An answer; `product` is a place in the list of products."""

    answer: str
    decided_on: datetime
    text: str
    signed_by: int
    reason: str = ""
    product: int | None = None
    put_off_until: date | None = None
    passed_on_to: str = ""


@dataclass
class Suggestion:
    """A suggestion with all that followed; people are places in the list of members.

    Votes are (member, frequency, moment), comments (member, text, moment), additions
    (text, moment); `previous` is a place in the list of suggestions.
    """

    name: str
    state: str
    author: int
    proposed_on: datetime
    brand: str = ""
    barcode: str = ""
    shelf: str = ""
    why: str = ""
    anonymous: bool = False
    product: int | None = None
    previous: int | None = None
    decisions: list = field(default_factory=list)
    votes: list = field(default_factory=list)
    comments: list = field(default_factory=list)
    additions: list = field(default_factory=list)
    followers: list = field(default_factory=list)


def plan(wishes, products, members, former, count, votes, team, seed, now):
    """Return `count` suggestions, the same for the same seed and moment.

    :param wishes: the catalogue's `Wish`, at least `count`
    :param products: the catalogue's `Product` that the shop sells
    :param int members: how many there are; the `former` ones are counted after them
    :param int votes: how many votes to cast in all, nearly
    :param int team: how many people sign decisions
    """
    planner = _Planner(wishes, products, members, former, team, seed, now)
    suggestions = planner.suggestions(count)
    planner.vote(suggestions, votes)
    for suggestion in suggestions:
        planner.talk(suggestion)
    return suggestions


def _numbers(count):
    """Return how many suggestions are in each state: shares of `count`, at least one each."""
    numbers = {state: max(1, round(count * share / 100)) for state, share in STATES.items()}
    numbers["passed_on"] = min(numbers["passed_on"], len(phrases.IDEAS))
    numbers["blocked"] = min(numbers["blocked"], len(phrases.OFFENDING))
    numbers["open"] += count - sum(numbers.values())
    return numbers


class _Planner:
    """Throws the dice, in one order."""

    def __init__(self, wishes, products, members, former, team, seed, now):
        self.rng = thrower(seed, "wishes")
        self.unused = iter(wishes)
        self.products = products
        self.on_shelf = {}
        for place, product in enumerate(products):
            self.on_shelf.setdefault(product.shelf, []).append(place)
        self.members, self.former, self.team = members, former, team
        self.now = now
        self.activity = list(
            itertools.accumulate(
                self.rng.lognormvariate(0, 0.8) for _person in range(members + former)
            )
        )
        self.ideas, self.offending = iter(phrases.IDEAS), iter(phrases.OFFENDING)

    # --- what is proposed, and answered

    def suggestions(self, count):
        """Return the suggestions with their answers, without votes."""
        left_for_first = dict(OF_THE_FIRST_MEMBER)
        suggestions = []
        for state, number in _numbers(count).items():
            for _each in range(number):
                suggestion = self._proposed(state)
                if left_for_first.get(state):
                    left_for_first[state] -= 1
                    suggestion.author, suggestion.anonymous = 0, False
                suggestions.append(suggestion)
        self._propose_again(suggestions)
        return suggestions

    def _proposed(self, state):
        rng = self.rng
        age = min(340.0, 1 + rng.expovariate(1 / 75)) if state in VOTING else rng.uniform(25, 364)
        if state in ("asked", "put_off"):
            # They have been to a meeting.
            age = max(age, LAST_MEETING + 5)
        suggestion = Suggestion(
            name="",
            state=state,
            author=rng.randrange(1, self.members),
            proposed_on=min(
                self._daytime(self.now - timedelta(days=age)), self.now - timedelta(hours=3)
            ),
            why=rng.choice(phrases.WHY),
            anonymous=rng.random() < 0.12,
        )
        if state == "passed_on":
            suggestion.name, to_whom = next(self.ideas)
            suggestion.why = ""
            self._decide(suggestion, "passed_on", text="", passed_on_to=to_whom)
        elif state == "blocked":
            suggestion.name, suggestion.why = next(self.offending), ""
        elif state == "kept" and rng.random() < 0.5:
            # It is in the shop now, and the page leads there.
            suggestion.product = rng.randrange(len(self.products))
            self._name_after(suggestion, self.products[suggestion.product])
        else:
            self._name_after(suggestion, next(self.unused))
        self._answer(suggestion)
        return suggestion

    def _name_after(self, suggestion, model):
        suggestion.name, suggestion.brand = model.name, model.brand
        suggestion.barcode, suggestion.shelf = model.barcode, model.shelf

    def _answer(self, suggestion):
        rng = self.rng
        if suggestion.state == "kept":
            arrived = suggestion.product is not None
            if arrived or rng.random() < 0.5:
                self._decide(suggestion, "next_order", phrases.NEXT_ORDER)
            else:
                self._decide(suggestion, "to_be_sourced", phrases.TO_BE_SOURCED)
        elif suggestion.state == "not_kept":
            self._refuse(suggestion)
        elif suggestion.state == "asked":
            self._decide(suggestion, "ask", phrases.ASK)
        elif suggestion.state == "put_off":
            until = next_meeting(self.now) + timedelta(days=MEETING_DAYS * rng.randrange(8))
            self._decide(suggestion, "put_off", phrases.PUT_OFF, put_off_until=until)
        elif suggestion.state == "open" and self._age(suggestion) > 90 and rng.random() < 0.15:
            self._refuse(suggestion)
            again = suggestion.decisions[0].decided_on + timedelta(days=MEETING_DAYS)
            self._decide(suggestion, "reopen", phrases.REOPEN, decided_on=again)

    def _refuse(self, suggestion):
        places = self.on_shelf.get(suggestion.shelf, [])
        like = resembling(suggestion.name, [self.products[place] for place in places])
        product = None
        if like:
            reason = "similar"
            product = next(place for place in places if self.products[place] is like)
        elif is_chain(suggestion.brand):
            reason = "brand_not_sold"
        else:
            others = [key for key in phrases.NOT_KEPT if key not in ("similar", "brand_not_sold")]
            reason = self.rng.choice(others)
        self._decide(
            suggestion, "not_kept", phrases.NOT_KEPT[reason], reason=reason, product=product
        )

    def _decide(self, suggestion, answer, sentences=("",), text=None, decided_on=None, **values):
        suggestion.decisions.append(
            Decision(
                answer=answer,
                decided_on=decided_on or self._meeting_after(suggestion.proposed_on),
                text=self.rng.choice(sentences) if text is None else text,
                signed_by=self.rng.randrange(self.team),
                **values,
            )
        )

    def _meeting_after(self, moment):
        """Return a meeting's evening one to seven weeks after `moment`, before now."""
        earliest = moment + timedelta(days=self.rng.uniform(4, 50))
        last = (self.now - timedelta(days=LAST_MEETING)).replace(hour=18, minute=0, second=0)
        past = max(0, (last - earliest) // timedelta(days=MEETING_DAYS))
        meeting = last - past * timedelta(days=MEETING_DAYS)
        return meeting + timedelta(minutes=self.rng.randrange(100))

    def _age(self, suggestion):
        return (self.now - suggestion.proposed_on).days

    def _daytime(self, moment):
        """Return a moment of the same day at which people are awake."""
        return moment.replace(hour=self.rng.randrange(6, 21), minute=self.rng.randrange(60))

    def _propose_again(self, suggestions):
        """Make one in fifty a product that was refused more than half a year before."""
        old = [
            place
            for place, suggestion in enumerate(suggestions)
            if suggestion.state == "not_kept"
            and self.now - suggestion.decisions[-1].decided_on > timedelta(days=200)
        ]
        open_ = [suggestion for suggestion in suggestions if suggestion.state == "open"]
        number = max(1, len(suggestions) // 50)
        for place, suggestion in zip(
            old, self.rng.sample(open_, min(number, len(open_))), strict=False
        ):
            earlier = suggestions[place]
            suggestion.previous = place
            suggestion.name, suggestion.brand = earlier.name, earlier.brand
            suggestion.barcode, suggestion.shelf = earlier.barcode, earlier.shelf
            suggestion.proposed_on = self._daytime(
                self.now - timedelta(days=self.rng.randrange(2, 15))
            )
            suggestion.decisions.clear()

    # --- votes

    def vote(self, suggestions, votes):
        """Cast about `votes` votes: few suggestions have very many, most have few."""
        for suggestion, number in zip(
            suggestions, self._supporters(suggestions, votes), strict=True
        ):
            end = self.now
            if suggestion.state not in VOTING and suggestion.decisions:
                end = suggestion.decisions[-1].decided_on
            span = end - suggestion.proposed_on
            voters = dict.fromkeys([suggestion.author])
            pool = range(self.members + self.former)
            for _round in range(20):
                if len(voters) >= number:
                    break
                voters |= dict.fromkeys(
                    self.rng.choices(pool, cum_weights=self.activity, k=number - len(voters))
                )
            for voter in voters:
                # Most votes come soon: who opens the page sees what is new.
                late = 0 if voter == suggestion.author else self.rng.betavariate(0.8, 1.8)
                frequency = self.rng.choices(list(FREQUENCIES), weights=FREQUENCIES.values())[0]
                moment = _awake(suggestion.proposed_on + span * late, end)
                suggestion.votes.append((voter, frequency, moment))

    def _supporters(self, suggestions, votes):
        """Return how many people want each suggestion."""
        most = max(2, int(self.members * MOST_SUPPORTERS))
        appeal = [
            0
            if suggestion.state in ("withdrawn", "blocked")
            else self.rng.lognormvariate(0, 1.1) * min(1.0, 0.2 + self._age(suggestion) / 60)
            for suggestion in suggestions
        ]
        scale = votes / sum(appeal)
        for _round in range(10):
            numbers = [min(most, 1 + round(scale * each)) for each in appeal]
            scale *= votes / sum(numbers)
        return numbers

    # --- words

    def talk(self, suggestion):
        """Add comments, precisions, and who wants to hear the answer."""
        rng = self.rng
        others = [vote for vote in suggestion.votes if vote[0] != suggestion.author]
        rng.shuffle(others)
        talkative = min(len(others), int(rng.expovariate(1 / (0.6 + len(others) ** 0.4))), 9)
        said = rng.sample(phrases.COMMENTS, talkative)
        for (member, _frequency, moment), text in zip(others[:talkative], said, strict=True):
            later = _awake(moment + (self.now - moment) * rng.random() ** 3, self.now)
            suggestion.comments.append((member, text, later))
        suggestion.comments.sort(key=lambda comment: comment[2])
        # A precision that was asked for opens a suggestion again.
        if others and suggestion.state in ("open", "put_off") and rng.random() < 0.15:
            span = self.now - suggestion.proposed_on
            suggestion.additions.append(
                (rng.choice(phrases.ADDITIONS), suggestion.proposed_on + span * rng.random())
            )
        if suggestion.author != 0 and rng.random() < 0.1:
            suggestion.followers = []
        else:
            suggestion.followers = [suggestion.author]
        suggestion.followers += [vote[0] for vote in others if rng.random() < 0.15]


def _awake(moment, latest):
    """Return a moment, or the next morning if it is in the night, but not after `latest`."""
    if moment.hour < 6:
        moment = moment.replace(hour=6 + moment.hour // 2)
    return min(moment, latest)


# --- into Odoo


def write(env, size, wishes, products, shelves, crowd, seed, now):
    """Write the suggestions and all that followed them.

    :param products: (id, catalogue's `Product`) pairs
    :param dict shelves: `coop.shelf` by name
    :param crowd: the `People`
    """
    people = [*crowd.members, *crowd.former]
    suggestions = plan(
        wishes,
        [product for _id, product in products],
        len(crowd.members),
        len(crowd.former),
        size.suggestions,
        size.votes,
        len(crowd.team),
        seed,
        now,
    )
    product_ids = [product_id for product_id, _product in products]
    records = _create_suggestions(env, suggestions, people, product_ids, shelves, size)
    env.flush_all()
    stamps = {"create_uid": env.uid, "write_uid": env.uid}
    rows = list(zip(records.ids, suggestions, strict=True))
    _write_votes(env, rows, people, stamps)
    _write_decisions(env, rows, product_ids, crowd.team, stamps)
    _write_words(env, rows, people, stamps)
    env.invalidate_all()
    for name in ("put_off_until", "waiting_since"):
        env.add_to_compute(records._fields[name], records)
    _hide_a_comment(env, records)
    env.flush_all()


def _create_suggestions(env, suggestions, people, product_ids, shelves, size):
    """Return the records, in order: they are few enough for the ORM."""
    in_order = sorted(range(len(suggestions)), key=lambda place: suggestions[place].proposed_on)
    with_photo = {
        place
        for place in in_order[:: max(1, len(in_order) // size.suggestion_photos)]
        if suggestions[place].shelf
    }

    def values(place):
        suggestion = suggestions[place]
        blocked = suggestion.state == "blocked"
        return {
            "name": suggestion.name,
            "brand": suggestion.brand or False,
            "barcode": suggestion.barcode or False,
            "why": suggestion.why or False,
            "shelf_id": shelves[suggestion.shelf].id if suggestion.shelf else False,
            "author_id": people[suggestion.author],
            "anonymous": suggestion.anonymous,
            "state": suggestion.state,
            "proposed_on": suggestion.proposed_on,
            "product_id": (
                False if suggestion.product is None else product_ids[suggestion.product]
            ),
            "hidden_reason": phrases.OFFENCE if blocked else False,
            "state_before_hidden": "open" if blocked else False,
            "photo": (
                base64.b64encode(drawing.pack(suggestion.name, suggestion.shelf))
                if place in with_photo
                else False
            ),
        }

    created = env["coop.suggestion"].create([values(place) for place in in_order])
    ids = dict(zip(in_order, created.ids, strict=True))
    records = created.browse([ids[place] for place in range(len(suggestions))])
    for record, suggestion in zip(records, suggestions, strict=True):
        if suggestion.previous is not None:
            record.previous_id = records[suggestion.previous]
    return records


def _write_votes(env, rows, people, stamps):
    bulk.copy(
        env.cr,
        "coop_suggestion_vote",
        "suggestion_id partner_id frequency voted_on create_date write_date",
        (
            (suggestion_id, people[voter], frequency, moment, moment, moment)
            for suggestion_id, suggestion in rows
            for voter, frequency, moment in suggestion.votes
        ),
        **stamps,
    )
    bulk.copy(
        env.cr,
        "coop_suggestion_follow",
        "suggestion_id partner_id create_date write_date",
        (
            (suggestion_id, people[person], suggestion.proposed_on, suggestion.proposed_on)
            for suggestion_id, suggestion in rows
            for person in suggestion.followers
        ),
        **stamps,
    )


def _write_decisions(env, rows, product_ids, team, stamps):
    reasons = {name: env.ref(f"coop_suggestions.reason_{name}").id for name in phrases.NOT_KEPT}
    delay = timedelta(minutes=env.company.coop_publish_delay)
    bulk.copy(
        env.cr,
        "coop_suggestion_decision",
        "suggestion_id answer reason_id text product_id put_off_until passed_on_to user_id"
        " decided_on publish_on published_on create_date write_date",
        (
            (
                suggestion_id,
                decision.answer,
                reasons.get(decision.reason),
                decision.text or None,
                None if decision.product is None else product_ids[decision.product],
                decision.put_off_until,
                decision.passed_on_to or None,
                team[decision.signed_by],
                decision.decided_on,
                decision.decided_on + delay,
                decision.decided_on + delay,
                decision.decided_on,
                decision.decided_on + delay,
            )
            for suggestion_id, suggestion in rows
            for decision in suggestion.decisions
        ),
        **stamps,
    )


def _write_words(env, rows, people, stamps):
    bulk.copy(
        env.cr,
        "coop_suggestion_addition",
        "suggestion_id text added_on create_date write_date",
        (
            (suggestion_id, text, moment, moment, moment)
            for suggestion_id, suggestion in rows
            for text, moment in suggestion.additions
        ),
        **stamps,
    )
    addresses = {
        partner.id: partner.email_formatted for partner in env["res.partner"].browse(people).sudo()
    }
    bulk.copy(
        env.cr,
        "mail_message",
        "res_id author_id email_from message_id body date create_date write_date",
        (
            (
                suggestion_id,
                people[member],
                addresses[people[member]],
                f"<demo-{suggestion_id}-{number}@lacoop.example>",
                str(Markup("<p>%s</p>") % escape(text)),
                moment,
                moment,
                moment,
            )
            for suggestion_id, suggestion in rows
            for number, (member, text, moment) in enumerate(suggestion.comments)
        ),
        model="coop.suggestion",
        message_type="comment",
        subtype_id=env.ref("coop_suggestions.mt_member_comment").id,
        is_internal=True,
        email_add_signature=True,
        reply_to_force_new=False,
        **stamps,
    )


def _hide_a_comment(env, records):
    """Have one comment hidden by the purchasing team, as it happens."""
    newest = records.filtered(lambda suggestion: suggestion.state == "open").comment_ids[-1:]
    newest.body = Markup("<p>%s</p>") % phrases.OFFENDING_COMMENT
    env["coop.hidden.comment"].create(
        {"message_id": newest.id, "reason": "Merci de rester courtois avec les bénévoles."}
    )
