"""Shelf labels: what changed is printed, walked, confirmed; by volunteers, on a phone."""

import re
import socket
import threading
import time
from html import unescape
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from support.at_once import at_once
from support.forms import Page
from support.labels import (
    choose,
    codes_by_place,
    job_of,
    new_label_product,
    new_printer,
    pages,
    print_labels,
    put_up,
    wait_for_files,
)
from support.pages import visit, wait_for_scripts
from support.rpc import call
from support.shop import new_product, receive
from support.suggestions import new_name

LISTED = re.compile(r'<li data-product="(\d+)"')


@pytest.fixture
def admin(http):
    """The administrator."""
    return http("admin")


@pytest.fixture
def volunteer(http):
    """A volunteer with an account of their own, who has chosen nothing yet."""
    client = http("benevole")
    client.post("/labels/choose", {"do": "clear"})
    return client


@pytest.fixture
def product(admin):
    """Return `product(**values)`: a new product in the shop: (id, name, barcode)."""
    return lambda **values: new_label_product(admin, new_product, **values)


def hung(admin, volunteer, product):
    """Have the label of a product printed and put up."""
    put_up(volunteer, print_labels(volunteer, product[2]))
    return product


def listed(client):
    """Return the products whose labels are to print, on the first screen."""
    return [int(number) for number in LISTED.findall(client.get("/labels").text)]


def row_of(client, product):
    """Return what the first screen says of a product, as words."""
    text = client.get("/labels").text
    [row] = re.findall(rf'<li data-product="{product}">(.*?)</li>', text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", row).replace("\xa0", " ").split())


def codes_in_order(pdf):
    """Return ``[(place counted over all sheets, barcode)]`` as they come out of the printer."""
    return [
        (number * 24 + place, code)
        for number, sheet in enumerate(pages(pdf))
        for place, code in sorted(codes_by_place(sheet).items())
    ]


# --- the whole way, as on a Saturday morning


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])
def test_prices_changed_in_the_back_office_are_printed_hung_and_gone(
    page, admin, volunteer, product, javascript
):
    shown = [hung(admin, volunteer, product()) for _label in range(3)]
    for number, (id_, _name, _code) in enumerate(shown):
        call(admin, "product.product", "write", [id_], {"list_price": 2.61 + number})
    tab = page("benevole", width=360, javascript=javascript)
    visit(tab, "/volunteer")
    tab.get_by_role("link", name=re.compile("Étiquettes à changer")).click()
    for number, (id_, name, _code) in enumerate(shown):
        row = tab.locator(f"[data-product='{id_}']")
        expect(row).to_contain_text(name)
        expect(row).to_contain_text("2,50")
        expect(row).to_contain_text(f"{2.61 + number:.2f}".replace(".", ","))
    tab.get_by_text("La planche est entamée ?").click()
    tab.locator(".o_coop_places label", has_text=re.compile(r"^\s*7\s*$")).click()
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    tab.get_by_role("button", name=re.compile("Imprimer")).click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Lot de")
    wait_for_scripts(tab) if javascript else None
    job = int(re.search(r"/labels/jobs/(\d+)", tab.url)[1])
    opened = tab.get_by_role("link", name=re.compile(r"Ouvrir l(a|es) planches? \(PDF\)")).first
    printed = codes_in_order(volunteer.get(opened.get_attribute("href")).content)
    # What other tests have made may have no barcode: its place is read by nobody.
    assert min(place for place, _code in printed) >= 7, "the begun sheet is gone on with"
    codes = [code for _place, code in printed]
    assert {code for _id, _name, code in shown} <= set(codes)

    # A jam: from the second label on, on a new sheet.
    again = volunteer.get(f"/labels/jobs/{job}/labels.pdf?first=2").content
    again = [code for _place, code in codes_in_order(again)]
    assert again in (codes[1:], codes)

    missing = tab.locator("li", has_text=shown[1][1])
    missing.get_by_text("manque", exact=False).first.click()
    button = tab.locator(".o_coop_label_confirm .btn-lg")
    if javascript:
        expect(button).to_contain_text("à refaire : 1")
    button.click()
    expect(tab.get_by_role("status").first).to_contain_text("à refaire : 1")
    left = listed(volunteer)
    assert shown[1][0] in left
    assert shown[0][0] not in left
    assert shown[2][0] not in left


def test_from_the_page_to_the_sheet_in_three_taps(page, volunteer, product):
    product()
    tab = page("benevole", width=360)
    visit(tab, "/labels")
    tab.get_by_role("button", name=re.compile("^ ?Imprimer")).click()
    link = tab.get_by_role("link", name=re.compile("PDF")).first
    expect(link).to_be_visible()
    answer = volunteer.get(link.get_attribute("href"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


# --- what is on the list, and why


def test_a_change_taken_back_before_printing_is_no_reason(admin, volunteer, product):
    id_, _name, _code = hung(admin, volunteer, product())
    call(admin, "product.product", "write", [id_], {"list_price": 9.99})
    assert row_of(volunteer, id_).endswith("au lieu de 2,50 € 9,99 €")
    call(admin, "product.product", "write", [id_], {"list_price": 2.5})
    assert id_ not in listed(volunteer)


def test_a_product_without_a_price_is_told_and_not_printed(admin, volunteer, product):
    id_, name, _code = product(list_price=0)
    text = volunteer.get("/labels").text
    assert name in text[text.index("Sans prix") :]
    other = product()
    job = job_of(volunteer.post("/labels/print", {"key": new_name()}))
    printed = volunteer.get(f"/labels/jobs/{job}").text
    assert other[1] in printed
    assert name not in printed
    assert id_ in listed(volunteer)


def test_a_members_request_brings_a_label_on_the_list_until_it_hangs(
    http, admin, volunteer, product
):
    id_, _name, code = hung(admin, volunteer, product())
    member = http("membre21")
    for _tap in range(2):
        assert member.post(f"/p/{id_}/label", {"reason": "wrong_price"}).status_code == 303
    assert "prix erroné" in row_of(volunteer, id_)
    assert "Merci" in member.get(f"/p/{id_}?done=label").text
    put_up(volunteer, print_labels(volunteer, code))
    assert id_ not in listed(volunteer)
    answer = member.post(f"/p/{id_}/label", {"reason": "nonsense"})
    assert answer.status_code == 422
    assert Page(answer.text).alerts


def test_a_label_asked_for_after_it_was_printed_is_printed_again(http, admin, volunteer, product):
    id_, _name, code = hung(admin, volunteer, product())
    call(admin, "product.product", "write", [id_], {"list_price": 3.5})
    print_labels(volunteer, code)
    assert id_ not in listed(volunteer), "it is printed and waits to be put up"
    assert http("membre22").post(f"/p/{id_}/label", {"reason": "missing"}).status_code == 303
    assert id_ in listed(volunteer)


def test_a_product_that_is_out_waits_apart_until_it_is_back(admin, volunteer):
    id_, _name = new_product(admin, 0, net_weight=1)
    assert id_ not in listed(volunteer)
    assert str(id_) in volunteer.get("/labels/choose?reason=waiting").text
    receive(admin, id_, 3)
    assert id_ in listed(volunteer)


# --- other labels


def test_labels_scanned_one_after_the_other_are_printed_with_their_copies(volunteer, product):
    one, other = product(), product()
    choose(volunteer, one[2], other[2])
    form = {f"copies-{one[0]}": "3", f"copies-{other[0]}": "1"}
    job = job_of(volunteer.post("/labels/choose/print", form))
    [sheet] = pages(volunteer.get(f"/labels/jobs/{job}/labels.pdf").content)
    read = list(codes_by_place(sheet).values())
    assert (read.count(one[2]), read.count(other[2])) == (3, 1)
    assert "Votre choix" not in volunteer.get("/labels/choose").text


@pytest.mark.parametrize("typed", ["0", "10000", "-1", "deux", ""])
def test_a_wrong_number_of_copies_is_told_beside_it_and_the_rest_is_printed(
    volunteer, product, typed
):
    good, bad = product(), product()
    choose(volunteer, good[2], bad[2])
    answer = volunteer.post("/labels/choose/print", {f"copies-{bad[0]}": typed})
    page = unescape(volunteer.get(answer.headers["Location"]).text)
    assert good[1] in page
    assert bad[1] not in page
    assert "Une étiquette n'est pas imprimée" in page
    left = Page(volunteer.get("/labels/choose").text)
    assert left.fields[f"copies-{bad[0]}"] == typed
    assert any("1 à 100" in sentence for sentence in left.alerts)


@pytest.mark.parametrize("start", ["0", "25", "10000", "sept"])
def test_a_place_past_the_sheet_is_told_and_nothing_is_lost(volunteer, product, start):
    _id, name, code = product()
    choose(volunteer, code)
    answer = volunteer.post("/labels/choose/print", {"start": start})
    assert answer.status_code == 422
    assert any("place" in sentence for sentence in Page(answer.text).alerts)
    assert name in answer.text
    assert volunteer.post("/labels/choose/print", {"start": "24"}).status_code == 303


def test_a_shelf_and_a_search_offer_their_labels(admin, volunteer, product):
    shelf = call(admin, "coop.shelf", "create", {"name": new_name("Rayon")})
    id_, name, _code = product(coop_shelf_id=shelf)
    text = volunteer.get(f"/labels/choose?{urlencode({'shelf': shelf})}").text
    assert f'value="{id_}" checked="checked"' in text, "what is to print is ticked"
    found = volunteer.get(f"/labels/choose?{urlencode({'q': name})}").text
    assert f'value="{id_}"' in found
    volunteer.post("/labels/choose", {"do": "add", "product_id": [id_]})
    assert "Votre choix : une étiquette" in volunteer.get("/labels/choose").text
    volunteer.post("/labels/choose", {"drop": id_})
    assert "Votre choix" not in volunteer.get("/labels/choose").text


def test_a_format_is_chosen_and_the_very_label_is_seen_before(admin, page, volunteer, product):
    _id, _name, code = product()
    [poster] = call(admin, "coop.label.format", "search", [("label_kind", "=", "poster")], limit=1)
    choose(volunteer, code)
    tab = page("benevole", width=360)
    visit(tab, "/labels/choose")
    tab.locator("#coop_code").fill(code)
    tab.locator("#coop_code").press("Enter")
    tab.locator(".o_coop_label_preview").wait_for()
    wait_for_scripts(tab)
    tab.locator("#coop_format").select_option(str(poster))
    expect(tab.locator(".o_coop_label_preview")).to_have_attribute(
        "src", re.compile(rf"format_id={poster}$")
    )
    tab.wait_for_function("document.querySelector('.o_coop_label_preview').naturalWidth > 0")


# --- two at once, and the next shift


def test_the_next_shift_sees_the_job_and_finishes_it(http, admin, volunteer, product):
    id_, name, code = hung(admin, volunteer, product())
    call(admin, "product.product", "write", [id_], {"list_price": 4.5})
    job = print_labels(volunteer, code)
    other = http("achats")
    text = other.get("/labels").text
    assert f"/labels/jobs/{job}" in text
    assert "Imprimé par" in text
    put_up(other, job)
    assert id_ not in listed(volunteer)
    found = volunteer.get(f"/labels/history?{urlencode({'q': code})}").text
    assert "4,50" in found
    assert "2,50" in found
    assert name in found


def test_a_slip_of_the_finger_is_taken_back(admin, volunteer, product):
    id_, _name, code = hung(admin, volunteer, product())
    call(admin, "product.product", "write", [id_], {"list_price": 5.5})
    job = print_labels(volunteer, code)
    put_up(volunteer, job)
    volunteer.post(f"/labels/jobs/{job}/reopen")
    assert id_ not in listed(volunteer), "it is printed and waits again"
    lines = call(admin, "coop.label.job.line", "search", [("job_id", "=", job)])
    put_up(volunteer, job, *lines)
    assert "2,50 €" in row_of(volunteer, id_)


def test_the_same_labels_printed_by_two_are_a_warning(http, volunteer, product):
    _id, _name, code = product()
    first = print_labels(volunteer, code)
    other = http("achats")
    second = print_labels(other, code)
    assert first != second
    text = other.get(f"/labels/jobs/{second}").text
    assert "parlez-vous" in text
    assert f"/labels/jobs/{first}" in text


def test_a_form_sent_twenty_times_at_once_is_one_job(volunteer, admin, product, server_log):
    product()
    start = server_log.size()
    key = new_name()
    answers = at_once(
        [lambda: volunteer.copy().post("/labels/print", {"key": key}) for _tap in range(20)]
    )
    assert {answer.status_code for answer in answers} == {303}
    assert len({job_of(answer) for answer in answers}) == 1
    assert call(admin, "coop.label.job", "search_count", [("request_key", "=", key)]) == 1
    assert server_log.troubles(start) == []


def test_two_who_confirm_at_once_disturb_nothing(http, admin, volunteer, product, server_log):
    start = server_log.size()
    shown = [product() for _label in range(4)]
    job = print_labels(volunteer, *(code for _id, _name, code in shown))
    clients = [http("achats").copy(), volunteer.copy()] * 5
    answers = at_once(
        [lambda each=each: each.post(f"/labels/jobs/{job}/confirm") for each in clients]
    )
    assert {answer.status_code for answer in answers} == {303}
    assert not set(listed(volunteer)) & {id_ for id_, _name, _code in shown}
    assert server_log.troubles(start) == []


# --- the shop's computer


def test_the_shops_computer_asks_a_first_name_for_each_print(http, product):
    product()
    shop = http("magasin", fresh=True)
    answer = shop.post("/labels/print", {"start": "7"})
    assert answer.status_code == 422
    page = Page(answer.text)
    assert any("prénom" in sentence for sentence in page.alerts)
    assert page.fields["start"] == "7"
    job = job_of(shop.post("/labels/print", {"first_name": "Nadia"}))
    assert "par Nadia" in shop.get(f"/labels/jobs/{job}").text
    assert shop.post("/labels/print", {"first_name": ""}).status_code in (303, 422)
    assert shop.get("/labels/start").status_code == 403


def test_nobody_says_by_a_slip_that_a_whole_shelf_is_right(admin, volunteer, product):
    shelf = call(admin, "coop.shelf", "create", {"name": new_name("Rayon")})
    id_, _name, _code = product(coop_shelf_id=shelf)
    asked = volunteer.post("/labels/start", {"shelf": shelf})
    assert "Oui" in asked.text
    assert id_ in listed(volunteer)
    answer = volunteer.post("/labels/start", {"shelf": shelf, "sure": "1"})
    assert "C'est noté" in unescape(volunteer.get(answer.headers["Location"]).text)
    assert id_ not in listed(volunteer)


def test_what_is_ticked_as_missing_on_one_shelf_is_kept_when_another_is_done(
    admin, volunteer, product
):
    shelves = [
        call(admin, "coop.shelf", "create", {"name": new_name("Rayon")}) for _shelf in range(2)
    ]
    one, other = product(coop_shelf_id=shelves[0]), product(coop_shelf_id=shelves[1])
    job = print_labels(volunteer, one[2], other[2])
    [line] = call(
        admin,
        "coop.label.job.line",
        "search",
        [("job_id", "=", job), ("product_id", "=", other[0])],
    )
    [shelf] = call(admin, "coop.shelf", "read", [shelves[0]], ["name"])
    form = {"shelf": shelf["name"], "missing": [line]}
    volunteer.post(f"/labels/jobs/{job}/confirm", form)
    left = listed(volunteer)
    assert one[0] not in left
    assert other[0] in left


# --- printers


def test_labels_go_to_a_network_printer_and_wait_while_it_is_off(
    admin, volunteer, product, tmp_path
):
    received = []
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        printer = new_printer(admin, port=server.getsockname()[1])
        roll = call(
            admin,
            "coop.label.format",
            "search",
            [("kind", "=", "roll"), ("label_kind", "=", "normal")],
            limit=1,
        )[0]
        _id, _name, code = product(name=f"^XZ~JR{new_name()}")
        job = print_labels(volunteer, code, format_id=roll)
        form = {"printer": printer, "format_id": roll}
        assert volunteer.post(f"/labels/jobs/{job}/send", form).status_code == 303
        wait_for_words(volunteer, job, "allumez-la")
        server.listen()
        thread = threading.Thread(target=lambda: received.append(read_all(server)))
        thread.start()
        [sending] = call(admin, "coop.label.sending", "search", [("job_id", "=", job)])
        call(admin, "coop.label.sending", "action_retry", [sending])
        wait_for_words(volunteer, job, "Envoyé à")
        thread.join(20)
    assert received, "the printer got nothing"
    assert received[0].startswith(b"^XA")
    assert received[0].count(b"^XZ") == 1, "a name is no command"
    assert b"~JR" not in received[0]
    downloaded = volunteer.get(f"/labels/jobs/{job}/labels.zpl?format_id={roll}&dpi=300")
    assert downloaded.headers["Content-Disposition"].startswith("attachment")


def read_all(server):
    """Return what one connection sends."""
    connection, _address = server.accept()
    with connection:
        data = b""
        while part := connection.recv(65536):
            data += part
        return data


def wait_for_words(client, job, words, seconds=60):
    """Wait until a job's page says something: the background sends to printers."""
    for _moment in range(seconds * 2):
        if words in unescape(client.get(f"/labels/jobs/{job}").text):
            return
        time.sleep(0.5)
    raise AssertionError(f"job {job} never says {words!r}")


# --- a whole shop


def test_a_whole_shop_is_made_in_the_background_in_whole_sheets(volunteer, admin, samples):
    job = samples["large_job"]
    files = wait_for_files(admin, job)
    assert len(files) > 2
    for file in files:
        pdf = volunteer.get(f"/labels/jobs/{job}/files/{file['id']}.pdf")
        assert pdf.headers["Content-Type"] == "application/pdf"
        assert pdf.content.startswith(b"%PDF")
    whole_parts = [file for file in files if file["first"] == 1 and file["last"] > 400]
    assert whole_parts
    assert all(file["last"] % 24 == 0 for file in whole_parts), whole_parts
    whole = volunteer.get(f"/labels/jobs/{job}").text
    linked = {int(number) for number in re.findall(r"/files/(\d+)\.pdf", whole)}
    assert linked == {file["id"] for file in files}


def test_the_page_of_a_large_print_shows_its_files_as_they_come(page, admin, volunteer):
    """Each paper its own, without loading the page again."""
    job = job_of(volunteer.post("/labels/choose/print", {"everything": "1"}))
    tab = page("benevole", width=360)
    visit(tab, f"/labels/jobs/{job}")
    files = wait_for_files(admin, job)
    links = tab.locator("a[href*='/files/']")
    expect(links).to_have_count(len(files), timeout=30_000)
    shown = {link.get_attribute("href") for link in links.all()}
    assert shown == {f"/labels/jobs/{job}/files/{file['id']}.pdf" for file in files}
    put_up(volunteer, job)
