from . import test_ask
from . import test_translation
