from . import base_partner_merge, coop_decide, coop_hide, coop_merge_doubles
from . import coop_ask_price, coop_price_list_import, coop_price_list_import_column
