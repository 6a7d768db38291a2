"""What must stand in a database as before, whatever is done to our addons: queries by name."""

# What a shop has without us.
SHOP = {
    "products": "SELECT id, product_tmpl_id, barcode, active FROM product_product",
    "product names": "SELECT id, name, list_price, active, available_in_pos FROM product_template",
    "people": "SELECT id, name, email, ref, parent_id, active FROM res_partner",
    "accounts": "SELECT id, login, password, active FROM res_users",
    "stock": "SELECT product_id, location_id, quantity FROM stock_quant",
    "till orders": "SELECT id, session_id, partner_id, amount_total, state FROM pos_order",
    "till lines": "SELECT id, order_id, product_id, qty, price_unit FROM pos_order_line",
}
# What members and the team have said.
SAID = {
    "suggestions": "SELECT id, name, why, state, author_id, proposed_on FROM coop_suggestion",
    "votes": "SELECT suggestion_id, partner_id, voted_on, frequency FROM coop_suggestion_vote",
    "decisions": "SELECT id, suggestion_id, answer, text, published_on"
    " FROM coop_suggestion_decision",
    "comments": "SELECT id, res_id, body FROM mail_message WHERE model = 'coop.suggestion'",
}
SHELVES = {
    "shelves": "SELECT id, name, sequence FROM coop_shelf",
    "products on them": "SELECT id, coop_shelf_id, coop_brand FROM product_template",
}


def checksum(query):
    """Return a query for the number of rows of `query` and a hash of what stands in them."""
    return (
        "SELECT COUNT(*), md5(string_agg(whole::text, chr(10) ORDER BY whole::text))"
        f" FROM ({query}) whole"
    )
