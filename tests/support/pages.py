"""Real browser pages."""

from playwright.sync_api import expect

# A phone, a tablet, a computer: width, height in pixels.
SIZES = {360: 740, 768: 1024, 1280: 800}

# Milliseconds that a test waits for what must come: a busy machine takes its time.
LONGEST_WAIT = 20_000
expect.set_options(timeout=LONGEST_WAIT)

FLAGS = (
    "--no-sandbox",  # the tests may run as root, where Chromium's sandbox cannot
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",  # a container's /dev/shm is small
)


def launch(playwright, program, *flags):
    """Start a headless Chromium; its profile is a new empty folder."""
    return playwright.chromium.launch(executable_path=program, headless=True, args=[*FLAGS, *flags])


def open_page(browser, url, client=None, width=1280, javascript=True):
    """Return a new page `width` pixels wide, in French, with the session of `client` if given.

    What goes wrong in its scripts is gathered in `page.errors`.
    """
    context = browser.new_context(
        base_url=url,
        viewport={"width": width, "height": SIZES.get(width, 800)},
        locale="fr-FR",
        timezone_id="Europe/Paris",
        has_touch=width < 1000,
        java_script_enabled=javascript,
    )
    if client:
        cookie = client.session.cookies.get("session_id")
        context.add_cookies([{"name": "session_id", "value": cookie, "url": url}])
    context.set_default_timeout(LONGEST_WAIT)
    return open_tab(context, javascript)


def open_tab(context, javascript=True):
    """Return a further tab of a browser that is open already."""
    page = context.new_page()
    page.javascript = javascript
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on(
        "console",
        lambda entry: page.errors.append(entry.text) if entry.type == "error" else None,
    )
    return page


def visit(page, address):
    """Go to a page of the member space, and wait until its scripts, if any, have started."""
    page.goto(address)
    if page.javascript:
        wait_for_scripts(page)


def wait_for_scripts(page):
    """Wait until the scripts of a page of the member space have started."""
    page.locator("body[is-ready=true]").wait_for(state="attached")
