from . import base_partner_merge
from . import coop_hide_review
from . import coop_shop_account
