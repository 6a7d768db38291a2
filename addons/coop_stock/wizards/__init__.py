from . import base_partner_merge
from . import base_partner_merge_reports
from . import coop_hide_review
from . import coop_shop_account
