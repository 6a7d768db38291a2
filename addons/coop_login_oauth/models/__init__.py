from . import (
    auth_oauth_provider,
    coop_account_pairing,
    coop_pairing_desk,
    coop_pairing_letter,
    res_users,
)
