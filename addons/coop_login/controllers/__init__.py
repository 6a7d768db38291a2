from . import login, login_link, my_devices, session
