from . import coop_decide, coop_hide
