from . import coop_suggestion
