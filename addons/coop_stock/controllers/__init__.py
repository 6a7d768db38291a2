from . import member_space, product_page, product_review, session, shelves
