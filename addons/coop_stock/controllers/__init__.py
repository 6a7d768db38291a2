from . import member_space, product_page, session, shelves
