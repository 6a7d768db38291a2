from . import member_space, product_page, product_report, session, stop_alerts, volunteer
