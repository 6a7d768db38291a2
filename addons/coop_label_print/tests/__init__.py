from . import test_label_format
from . import test_label_printer
from . import test_translation
