"""`scripts/vracoop`: keep the member space in step with a coop's own Vracoop."""

import sys
import time
import traceback
from contextlib import nullcontext

from tqdm import tqdm

from coop import errors, interrupts, locks
from coop.errors import Stop
from coop.progress import say
from coop.vracoop import addresses, options
from coop.vracoop.csv_files import CsvFiles
from coop.vracoop.distant import Distant
from coop.vracoop.making import NO_RIGHT
from coop.vracoop.member_space import MemberSpace
from coop.vracoop.troubles import Unreachable
from coop.vracoop.turn import Turn

# What rows are called.
WORDS = {
    "tax": "taxes",
    "category": "catégories",
    "pricelist": "listes de prix",
    "rule": "règles de prix",
    "till": "caisse",
    "product": "produits",
    "member": "membres",
    "photo": "photos",
    "expected": "livraisons attendues",
    "level": "stocks",
    "day": "ventes par jour",
}
# Seconds between two tries while the distant server does not answer: doubled up to this.
LONGEST_PAUSE = 600
# Rejected rows told on the terminal; all of them are in the member space.
REJECTED_SHOWN = 10


def main(arguments):
    """Run one command; return its exit code."""
    interrupts.catch()
    chosen = options.read(arguments)
    try:
        return globals()[f"do_{chosen.command}"](chosen)
    except Unreachable as error:
        raise Stop(f"{error} Relancez la même commande : elle reprend où elle en est.") from error


def connect(chosen):
    """Return the two ends, logged in."""
    ours = MemberSpace(_address(addresses.OURS, chosen))
    folder = getattr(chosen, "csv", None)
    if folder:
        distant = CsvFiles(folder)
    else:
        address = _address(addresses.DISTANT, chosen)
        distant = Distant(address.url, address.database, address.login, address.password)
    ours.connect()
    return distant, ours


def _address(which, chosen):
    address = addresses.read(which, chosen.config)
    if address.is_in_the_open:
        _section, name = which
        say(
            f"  Attention : le mot de passe de {name} voyage en clair, mettez https:// si possible."
        )
    return address


def do_check(chosen):
    """Say what is missing, each in a sentence."""
    distant, ours = connect(chosen)
    if not chosen.csv:
        distant.connect()
    told = ours.begin()
    missing = distant.check(told["settings"])
    for sentence in distant.held:
        say(f"  - {sentence}")
    for sentence in missing:
        say(f"  ✗ {sentence}")
    for sentence in distant.remarks:
        say(f"  ! {sentence}")
    say_asked(told["asked_push"])
    # Reading needs no such right, and files give none.
    if told["asked_push"] and not chosen.csv and not distant.may_push():
        say(f"  ! {NO_RIGHT}")
    again = f"scripts/vracoop sync{f' --csv {chosen.csv}' if chosen.csv else ''}"
    say("Il manque ce qui précède." if missing else f"Tout est prêt : lancez  {again}")
    return 1 if missing else 0


def do_sync(chosen):
    """Read what changed, once."""
    distant, ours = connect(chosen)
    busy = (
        "Une autre commande relie déjà cet espace membre, sans doute  scripts/vracoop watch : elle "
        "reprend d'elle-même ce qui change. Arrêtez-la d'abord."
    )
    # A dry run changes nothing: it may look on beside another.
    alone = nullcontext() if chosen.dry_run else locks.hold(ours.lock, busy, wait=False)
    with alone:
        try:
            distant.connect()
            turn = one_turn(distant, ours, chosen.dry_run, chosen.allow_departures)
        except (Unreachable, Stop) as error:
            _told(ours, str(error), chosen.dry_run)
            raise
    report(turn)
    for sentence in distant.remarks:
        say(f"  ! {sentence}")
    say_asked(turn.asked_push)


def do_watch(chosen):
    """Repeat turns without end; what fails is told, and tried again after a while."""
    distant, ours = connect(chosen)
    pause = chosen.every
    with locks.hold(ours.lock, "Une autre liaison est en cours, j'attends sa fin …"):
        is_connected = False
        waiting = 0
        while True:
            start = time.monotonic()
            try:
                if not is_connected:
                    distant.connect()
                    is_connected = True
                turn = one_turn(distant, ours, quiet=True)
                report(turn, brief=True)
                # Not each minute.
                if len(turn.asked_push) != waiting:
                    waiting = len(turn.asked_push)
                    say_asked(turn.asked_push)
                pause = chosen.every
            except Exception as error:
                # A changed password is set right by somebody some time, and what nobody foresaw
                # may pass with what is read next: no reason to give up.
                is_connected = False
                pause = min(pause * 2, max(LONGEST_PAUSE, chosen.every))
                words = _why(error)
                say(f"{time.strftime('%H:%M:%S')} {words} Nouvel essai dans {pause} s.")
                _told(ours, words)
            time.sleep(max(0.0, pause - (time.monotonic() - start)))


def do_push(chosen):
    """Make the asked products at the distant server, each once; one refused keeps none back."""
    distant, ours = connect(chosen)
    distant.connect()
    with locks.hold(f"{ours.lock}_push", "Une autre création est en cours, j'attends sa fin …"):
        told = ours.begin()
        asked = told["asked_push"]
        if not asked:
            say("Rien à créer : l'équipe achats n'a rien demandé.")
        refused = 0
        for product in asked:
            if chosen.dry_run:
                say(f"  serait créé : {product['name']}")
                continue
            try:
                # Found again by its key if an earlier try got so far.
                ref = distant.push(product, told["settings"])
                ours.pushed(product["key"], ref)
            except Stop as stop:
                say(f"  ✗ {product['name']} : {stop}")
                refused += 1
                continue
            say(f"  créé, pas encore à la vente : {product['name']} (n° {ref})")
    if refused:
        made = len(asked) - refused
        say(f"Créés : {made} ; refusés : {refused}, qui restent demandés.")
    return 1 if refused else 0


def do_status(chosen):
    """Say how far the link is."""
    _distant, ours = connect(chosen)
    told = ours.begin()
    say(told.get("status") or "Aucun tour n'est encore allé à son terme.")
    for kind, count in told["counts"].items():
        if count:
            say(f"  {WORDS.get(kind, kind)} : {count}")
    say_asked(told["asked_push"])


# --- a turn on the terminal


def one_turn(distant, ours, dry_run=False, allow_departures=False, quiet=False):
    """Run a turn with a bar a kind; return it."""
    bars = {}

    def progress(kind, count, total):
        if kind not in bars:
            bars[kind] = tqdm(
                total=total, desc=WORDS.get(kind, kind), unit="", disable=quiet or None
            )
        bars[kind].update(count)

    turn = Turn(distant, ours, progress, dry_run, allow_departures)
    try:
        turn.run()
    finally:
        for bar in bars.values():
            bar.close()
    return turn


def report(turn, brief=False):
    """Say what came of a turn."""
    told = []
    for kind, sums in turn.sums.items():
        parts = [
            f"{sums[key]} {word}{'s' if sums[key] > 1 else ''}"
            for key, word in (("created", "ajout"), ("changed", "changement"), ("gone", "départ"))
            if sums[key]
        ]
        if parts:
            told.append(f"{WORDS[kind]} : {', '.join(parts)}")
    if brief:
        say(f"{time.strftime('%H:%M:%S')} {' ; '.join(told) or 'rien de nouveau'}")
    else:
        for line in told or ["Rien de nouveau."]:
            say(f"  {line}")
    for kind, why in turn.held.items():
        say(f"  ✗ {WORDS[kind]} : {why}")
    if brief:
        return
    for sentence in turn.changes:
        say(f"    {sentence}")
    # What a dry run leaves out is noted nowhere else.
    shown = turn.rejected if turn.dry_run else turn.rejected[:REJECTED_SHOWN]
    for row in shown:
        say(f"  ✗ {row['name']} : {row['why']}")
    if turn.rejected and turn.dry_run:
        say(f"  {len(turn.rejected)} ligne(s) seraient laissées de côté.")
    elif turn.rejected:
        say(
            f"  {len(turn.rejected)} ligne(s) laissée(s) de côté : la liste est dans l'espace "
            "membre, menu Coop."
        )


def say_asked(products):
    """Say how many products wait for a push."""
    if products:
        plural = "s" if len(products) > 1 else ""
        say(
            f"  {len(products)} produit{plural} demandé{plural} par l'équipe achats : "
            "scripts/vracoop push"
        )


def _why(error):
    """Return why a turn failed; what nobody foresaw leaves its traceback in the log."""
    if isinstance(error, Unreachable | Stop):
        return str(error)
    traceback.print_exception(error)
    return f"Une erreur imprévue a interrompu la liaison ({type(error).__name__} : {error})."


def _told(ours, words, dry_run=False):
    """Have the stock page know that a turn failed, where that can be told at all."""
    if dry_run:
        return
    try:
        ours.turn_failed(words)
    except (Unreachable, Stop) as error:
        say(str(error))


if __name__ == "__main__":
    sys.exit(errors.exit_code(main, sys.argv[1:]))
