from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import SuggestionCommon


@tagged("post_install", "-at_install")
class TestKeptPhoto(SuggestionCommon):
    """The photo of a form that came back waits for its sender."""

    def keep(self, partner):
        """Keep a photo as the form does; return it and what the form carries."""
        photos = self.env["ir.attachment"].with_user(self.user_of(partner)).sudo()
        photo = photos.create(
            {"name": photos._coop_kept_photo_name, "raw": b"photo", "mimetype": "image/jpeg"}
        )
        return photo, photo._coop_keep_token()

    def find(self, partner, token):
        photos = self.env["ir.attachment"].with_user(self.user_of(partner)).sudo()
        return photos._coop_kept_photo(token)

    def test_its_sender_finds_it_again_and_nobody_else(self):
        photo, token = self.keep(self.alice)
        self.assertEqual(self.find(self.alice, token), photo)
        self.assertFalse(self.find(self.bob, token))

    def test_it_is_found_as_often_as_the_form_comes_back(self):
        photo, token = self.keep(self.alice)
        self.assertEqual(photo._coop_keep_token(), token)
        self.assertEqual(self.find(self.alice, token), photo)

    def test_a_wrong_secret_finds_nothing(self):
        photo, token = self.keep(self.alice)
        other, _other_token = self.keep(self.alice)
        secret = token.split("-", 1)[1]
        for wrong in (
            "",
            None,
            "-",
            str(photo.id),
            f"{photo.id}-",
            f"{photo.id}-{secret[:-1]}",
            f"{other.id}-{secret}",
            f"{2**40}-{secret}",
            f"٣-{secret}",
            "a" * 10_000,
        ):
            with self.subTest(token=wrong and wrong[:30]):
                self.assertFalse(self.find(self.alice, wrong))

    def test_no_other_attachment_is_found_this_way(self):
        photos = self.env["ir.attachment"].with_user(self.user_of(self.alice)).sudo()
        other = photos.create({"name": "paie.pdf", "raw": b"secret"})
        self.assertFalse(self.find(self.alice, other._coop_keep_token()))
        of_record = photos.create(
            {
                "name": photos._coop_kept_photo_name,
                "raw": b"secret",
                "res_model": "res.partner",
                "res_id": self.alice.id,
            }
        )
        self.assertFalse(self.find(self.alice, of_record._coop_keep_token()))

    def test_a_member_cannot_read_a_kept_photo_over_rpc(self):
        photo, _token = self.keep(self.alice)
        self.assertFalse(photo.with_user(self.user_of(self.bob)).has_access("read"))

    def test_a_photo_is_kept_for_two_days(self):
        young, _token = self.keep(self.alice)
        old, _token = self.keep(self.alice)
        self.env.flush_all()
        for photo, age in ((young, timedelta(hours=47)), (old, timedelta(hours=49))):
            self.env.cr.execute(
                "UPDATE ir_attachment SET create_date = %s WHERE id = %s",
                (fields.Datetime.now() - age, photo.id),
            )
        self.env.invalidate_all()
        self.env["ir.attachment"]._gc_coop_kept_photos()
        self.assertTrue(young.exists())
        self.assertFalse(old.exists())
