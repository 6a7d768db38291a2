from . import test_login_website
