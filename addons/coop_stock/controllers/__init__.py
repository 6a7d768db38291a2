from . import (
    member_space,
    product_page,
    product_report,
    product_review,
    session,
    shelves,
    stop_alerts,
    volunteer,
)
from . import member_space, product_page, product_star, session, shelves, stock_page
