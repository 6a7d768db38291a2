from . import coop_hide_review
