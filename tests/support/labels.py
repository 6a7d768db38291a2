"""What tests do with labels: print, put up, read codes from sheets."""

import re
import time

import pypdfium2
import zxingcpp

from support.rpc import call
from support.suggestions import new_barcode


def job_of(answer):
    """Return the id of the job that an answer leads to."""
    found = re.search(r"/labels/jobs/(\d+)", answer.headers.get("Location", ""))
    assert found, answer.text[:2000]
    return int(found[1])


def choose(client, *codes, **form):
    """Choose labels anew by scanning one after the other."""
    client.post("/labels/choose", {"do": "clear"})
    for code in codes:
        answer = client.post("/labels/choose", {"code": code, **form})
        assert answer.status_code == 303, answer.text[:2000]


def print_labels(client, *codes, **form):
    """Print the labels of products by their barcodes; return the job's id."""
    choose(client, *codes)
    return job_of(client.post("/labels/choose/print", {"first_name": "Nadia", **form}))


def put_up(client, job, *missing):
    """Confirm a job but for some lines."""
    assert client.post(f"/labels/jobs/{job}/confirm", {"missing": missing}).status_code == 303


def new_label_product(admin, new_product, **values):
    """Make a product with a barcode that is in the shop; return (id, name, barcode)."""
    barcode = values.pop("barcode", None) or new_barcode()
    values = {"net_weight": 0.5, **values}
    product, name = new_product(admin, 8, barcode=barcode, **values)
    return product, name, barcode


def print_whole_shop(client, admin):
    """Print all labels in the background; return the job's id and that of its first file."""
    answer = client.post("/labels/choose/print", {"everything": "1", "first_name": "Nadia"})
    job = job_of(answer)
    files = wait_for_files(admin, job)
    return job, files[0]["id"]


def wait_for_files(admin, job, seconds=120):
    """Wait until the background has made all files of a job; return them."""
    for _moment in range(seconds * 2):
        files = call(
            admin,
            "coop.label.file",
            "search_read",
            [("job_id", "=", job)],
            ["first", "last", "start", "made_on"],
        )
        if files and all(file["made_on"] for file in files):
            return files
        time.sleep(0.5)
    raise AssertionError(f"the files of job {job} were not made in {seconds} s: {files}")


def new_printer(admin, **values):
    """Make a thermal printer on this computer's network; return its id."""
    values = {"name": "Étiqueteuse", "host": "127.0.0.1", **values}
    return call(admin, "coop.label.printer", "create", values)


def pages(pdf, dpi=300):
    """Return the pages of a PDF as pictures."""
    return [
        page.render(scale=dpi / 72, grayscale=True).to_pil() for page in pypdfium2.PdfDocument(pdf)
    ]


def codes_by_place(picture, columns=3, rows=8, width=70, height=37, dpi=300):
    """Return ``{place: the barcode read there}`` of a sheet of labels, in mm from the corner."""
    found = {}
    for place in range(1, columns * rows + 1):
        row, column = divmod(place - 1, columns)
        box = (column * width, row * height, (column + 1) * width, (row + 1) * height)
        label = picture.crop([round(side * dpi / 25.4) for side in box])
        # A second reading of a smaller picture finds digits that are not there.
        for code in zxingcpp.read_barcodes(
            label, formats=zxingcpp.BarcodeFormat.EAN13, try_downscale=False
        ):
            found[place] = code.text
    return found
