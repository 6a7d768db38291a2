from . import coop_hide_review
from . import coop_shop_account
from . import base_partner_merge
