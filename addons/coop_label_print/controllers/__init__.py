from . import label_choice
from . import label_history
from . import label_job
from . import label_prices
from . import label_request
from . import labels
