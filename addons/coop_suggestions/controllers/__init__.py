from . import (
    dashboard,
    meeting,
    my_mails,
    my_suggestions,
    paper,
    price_question,
    product_page,
    similar,
    suggestion_form,
    suggestion_list,
    suggestion_page,
    trial,
)
