from . import login, pairing
