from . import base_partner_merge, coop_decide, coop_hide, coop_merge_doubles
