from . import (
    base_partner_merge,
    coop_ask_price,
    coop_decide,
    coop_decide_trial,
    coop_hide,
    coop_link_product,
    coop_make_product,
    coop_merge_doubles,
    coop_price_list_import,
    coop_price_list_import_column,
)
