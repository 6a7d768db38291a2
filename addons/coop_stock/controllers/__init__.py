from . import (
    health,
    member_space,
    product_page,
    product_report,
    product_review,
    product_star,
    session,
    shelves,
    stock_page,
    stop_alerts,
    volunteer,
)
