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
from . import product_star, stock_page
