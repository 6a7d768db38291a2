from . import test_label_format
from . import test_label_printer
from . import test_translation
from . import test_label_contents
from . import test_label_job
from . import test_label_list
from . import test_label_request
from . import test_label_back_office
