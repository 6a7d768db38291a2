import socket
import threading
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import TransactionCase, new_test_user, tagged

ZPL = "^XA^CI28^FO10,10^A0N,20,20^FH_^FDLait 1,45 _E2_82_AC^FS^XZ"


class ThermalPrinter:
    """A printer on a port of this machine, that keeps what it was sent."""

    def __init__(self):
        self.received = b""
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._print_one, daemon=True)
        self.thread.start()

    def _print_one(self):
        connection, _address = self.listener.accept()
        with connection:
            while data := connection.recv(4096):
                self.received += data

    def close(self):
        self.thread.join(10)
        self.listener.close()


@tagged("post_install", "-at_install")
class TestLabelPrinter(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.printer = cls.env["coop.label.printer"].create(
            {"name": "Rayon", "host": "127.0.0.1", "port": cls.free_port()}
        )

    @staticmethod
    def free_port():
        with socket.create_server(("127.0.0.1", 0)) as listener:
            return listener.getsockname()[1]

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("coop_label_print.ir_cron_send_labels").method_direct_trigger()
        self.env.invalidate_all()

    def test_labels_reach_the_printer_whole(self):
        printer = ThermalPrinter()
        self.printer.port = printer.port
        sending = self.printer._coop_send(ZPL, "17 étiquettes")
        self.run_cron()
        printer.close()
        self.assertEqual(printer.received.decode(), ZPL)
        self.assertEqual(sending.state, "sent")
        self.assertTrue(sending.sent_on)
        self.assertEqual(self.printer.state, "ready")

    def test_a_printer_that_is_off_is_said_to_be_and_gets_them_later(self):
        sending = self.printer._coop_send(ZPL, "17 étiquettes")
        self.run_cron()
        self.assertEqual((sending.state, sending.tries), ("waiting", 1))
        self.assertEqual(self.printer.state, "off")
        selection = self.printer.with_context(lang="fr_FR")._fields["state"]
        words = dict(selection._description_selection(self.printer.with_context(lang="fr_FR").env))
        self.assertEqual(words["off"], "Imprimante éteinte ou débranchée")
        self.run_cron()
        self.assertEqual(sending.tries, 1, "not again before its time")

        printer = ThermalPrinter()
        self.printer.port = printer.port
        sending.next_try = fields.Datetime.now()
        self.run_cron()
        printer.close()
        self.assertEqual((sending.state, sending.tries), ("sent", 2))
        self.assertEqual(self.printer.state, "ready")

    def test_waits_grow_to_an_hour_and_end_after_a_day(self):
        sending = self.printer._coop_send(ZPL, "17 étiquettes")
        waits = []
        while sending.state == "waiting" and len(waits) < 100:
            sending._put_off()
            waits.append(sending.next_try - fields.Datetime.now())
        self.assertEqual([round(wait / timedelta(minutes=1)) for wait in waits[:4]], [1, 2, 4, 8])
        self.assertLessEqual(max(waits), timedelta(minutes=60))
        self.assertEqual(sending.state, "given_up")
        self.assertGreater(sum(waits, timedelta()), timedelta(hours=20))
        sending.action_retry()
        self.assertEqual((sending.state, sending.tries), ("waiting", 0))

    def test_one_printer_that_is_off_does_not_hold_up_another(self):
        self.printer._coop_send(ZPL, "first")
        printer = ThermalPrinter()
        other = self.printer.copy({"port": printer.port})
        sending = other._coop_send(ZPL, "second")
        self.run_cron()
        printer.close()
        self.assertEqual(sending.state, "sent")

    def test_figures_are_checked(self):
        for values in ({"offset_x": 30}, {"port": 0}, {"port": 70000}):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.printer.write(values)

    def test_the_administrator_alone_says_where_labels_go(self):
        administrator = new_test_user(
            self.env, "printer_admin", groups="coop_stock.group_coop_administrator"
        )
        employee = new_test_user(self.env, "printer_employee", groups="base.group_user")
        self.printer.with_user(administrator).host = "192.168.1.50"
        with self.assertRaises(AccessError):
            self.printer.with_user(employee).host = "10.0.0.1"
        with self.assertRaises(AccessError):
            self.printer.with_user(employee)._coop_send(ZPL, "mine")
        self.assertTrue(self.printer.with_user(administrator)._coop_send(ZPL, "mine"))
