import doctest

from odoo.tests import BaseCase, tagged

from ..tools import rows


@tagged("post_install", "-at_install")
class TestRows(BaseCase):
    def test_examples(self):
        self.assertEqual(doctest.testmod(rows).failed, 0)

    def test_rows_are_compared_without_when_they_were_written(self):
        row = {"ref": "1", "name": "Riz", "write_date": "x", "photo_size": 3}
        self.assertEqual(rows.differences(row, {**row, "write_date": "y", "photo_size": 4}), [])
