from . import (
    base_partner_merge,
    coop_decide,
    coop_decide_trial,
    coop_hide,
    coop_link_product,
    coop_make_product,
    coop_merge_doubles,
)
