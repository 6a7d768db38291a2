from . import coop_shop_account
