from . import (
    coop_login_device,
    coop_login_link,
    coop_login_request,
    ir_http,
    res_company,
    res_config_settings,
    res_partner,
    res_users,
)
