from . import meeting, my_suggestions, product_page, similar, suggestion_form, suggestion_list
from . import my_mails
from . import suggestion_page
from . import price_question
