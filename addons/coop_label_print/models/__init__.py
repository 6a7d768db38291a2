from . import coop_label_format
from . import coop_label_printer
from . import coop_label_sending
