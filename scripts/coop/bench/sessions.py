"""Sessions of many people, made inside Odoo without logging each of them in.

Odoo hashes a password on purpose so slowly that logging in takes half a second: 500 people
would take four minutes, and the load of that says nothing about votes. What is written here is
what a log-in leaves behind: a session file with the user's own token, signed by Odoo's own
functions, and the CSRF token that its pages would carry. Nothing is switched off: each request
checks both.
"""

import json
import time
from pathlib import Path
from types import SimpleNamespace


def forge(env, path, count, logins=(), members_only=False):
    """Write sessions of `count` portal users, and of the users called `logins`, to JSON.

    Runs inside Odoo. The file at `path` becomes a list of objects: login, user_id, partner_id,
    sid, csrf; those named first.

    :param bool members_only: only people who are members by the coop's own rule
    """
    users = env["res.users"].search([("login", "in", list(logins))])
    domain = [("share", "=", True), ("id", "not in", users.ids)]
    if members_only:
        domain.append(("partner_id", "any", env.company._coop_member_domain()))
    users |= env["res.users"].search(domain, order="id", limit=count)
    Path(path).write_text(json.dumps([_session(env, user) for user in users]))


def _session(env, user):
    from odoo.http import Request, get_default_session, root

    store = root.session_store
    session = store.new()
    now = int(time.time())
    session.update(
        {
            **get_default_session(),
            "db": env.cr.dbname,
            "login": user.login,
            "uid": user.id,
            "context": {**user.with_user(user).context_get()},
            "session_token": user.with_user(user)._compute_session_token(session.sid),
            # Odoo notes each new device; ours is a known one after its first request.
            "_trace": [
                {
                    "platform": None,
                    "browser": None,
                    "ip_address": "127.0.0.1",
                    "first_activity": now,
                    "last_activity": now,
                }
            ],
        }
    )
    store.save(session)
    request = SimpleNamespace(env=env, session=session)
    return {
        "login": user.login,
        "user_id": user.id,
        "partner_id": user.partner_id.id,
        "sid": session.sid,
        "csrf": Request.csrf_token(request),
    }


def remove(sids, folder):
    """Delete the session files below `folder` (Odoo's `sessions`) that `forge` wrote."""
    for sid in sids:
        # A session that is used for hours gets a new second half.
        for file in (Path(folder) / sid[:2]).glob(f"{sid[:42]}*"):
            file.unlink(missing_ok=True)
