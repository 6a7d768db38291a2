from . import (
    test_account,
    test_devices,
    test_login_link,
    test_rights,
    test_tools,
    test_translation,
)
