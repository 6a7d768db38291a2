"""What the tests do over and over with members' mails: choose them, have the letter written."""

from support.rpc import call
from support.shop import address_of, run_action, stop_address
from support.suggestions import new_name, propose

LETTERS = "ir_cron_write_letters"


def new_shelf(admin):
    """Make a shelf that nobody has voted on; return its id."""
    return call(admin, "coop.shelf", "create", {"name": new_name("Rayon")})


def write_letters(admin):
    """Run the scheduled action that writes the letters of the week."""
    run_action(admin, LETTERS, module="coop_suggestions")


def letter_to(admin, member, author, shelf, mails):
    """Have a member get a letter with one new suggestion of a shelf; return (it, its name)."""
    name = new_name("Nouveau")
    propose(author, name, shelf_id=str(shelf))
    assert member.post("/my/mails", {"answers": "1", "weekly": "1", "shelf": shelf}).ok
    write_letters(admin)
    return mails.wait_for(to=address_of(admin, member), subject=name, seconds=60), name


def stop_token(mail):
    """Return the token in the address of a mail's header that stops its kind."""
    return stop_address(mail).rpartition("/")[2]
