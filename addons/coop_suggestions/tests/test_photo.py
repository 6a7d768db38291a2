import io
import struct
import zlib

from PIL import Image, WebPImagePlugin  # noqa: F401

from odoo.tests import BaseCase, tagged

from ..tools.photo import LARGEST_BYTES, LONGEST_SIDE, PhotoError, clean_photo

GPS, LATITUDE, ORIENTATION, MAKE = 0x8825, 2, 0x0112, 0x010F
RED, BLUE = (255, 0, 0), (0, 0, 255)


def picture(width=40, height=20, mode="RGB"):
    """Return a picture, red on the left and blue on the right."""
    image = Image.new(mode, (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image


def encoded(image, file_format, **options):
    out = io.BytesIO()
    image.save(out, file_format, **options)
    return out.getvalue()


def png_of_size(width, height):
    """Return the beginning of a PNG that says to be so large."""

    def chunk(name, data):
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"")


@tagged("post_install", "-at_install")
class TestPhoto(BaseCase):
    def clean(self, data):
        """Return what is kept of a photo, opened, and its bytes."""
        kept = clean_photo(data)
        image = Image.open(io.BytesIO(kept))
        self.assertEqual(image.format, "JPEG")
        return image, kept

    def assert_refused(self, data, code):
        with self.assertRaises(PhotoError) as caught:
            clean_photo(data)
        self.assertEqual(caught.exception.code, code)

    def test_jpeg_png_and_webp_become_a_jpeg(self):
        for file_format in ("JPEG", "PNG", "WEBP"):
            with self.subTest(format=file_format):
                image, _kept = self.clean(encoded(picture(), file_format))
                self.assertEqual(image.size, (40, 20))

    def test_pictures_of_all_modes_are_read(self):
        for mode in ("L", "LA", "P", "RGBA", "1", "CMYK", "I;16"):
            file_format = "JPEG" if mode == "CMYK" else "PNG"
            with self.subTest(mode=mode):
                image = Image.new(mode, (30, 30)) if mode == "I;16" else picture().convert(mode)
                kept, _data = self.clean(encoded(image, file_format))
                self.assertEqual(kept.mode, "RGB")

    def test_what_is_transparent_becomes_white(self):
        image, _kept = self.clean(encoded(Image.new("RGBA", (9, 9), (0, 0, 0, 0)), "PNG"))
        self.assertEqual(image.getpixel((4, 4)), (255, 255, 255))

    def test_where_it_was_taken_is_gone(self):
        exif = Image.Exif()
        exif[MAKE] = "SECRET CAMERA"
        exif.get_ifd(GPS)[LATITUDE] = (48.0, 51.0, 24.0)
        for file_format in ("JPEG", "PNG", "WEBP"):
            with self.subTest(format=file_format):
                data = encoded(picture(), file_format, exif=exif)
                self.assertIn(b"SECRET CAMERA", data)
                image, kept = self.clean(data)
                self.assertNotIn(b"SECRET CAMERA", kept)
                self.assertFalse(dict(image.getexif()))
                self.assertFalse(image.getexif().get_ifd(GPS))
                self.assertNotIn("exif", image.info)

    def test_comments_and_what_hides_behind_the_picture_are_gone(self):
        data = encoded(picture(), "JPEG", comment=b"HIDDEN WORDS") + b"<script>HIDDEN WORDS"
        self.assertNotIn(b"HIDDEN WORDS", clean_photo(data))

    def test_it_is_turned_upright(self):
        exif = Image.Exif()
        exif[ORIENTATION] = 6  # the camera was turned: the left of the file is the top
        image, _kept = self.clean(encoded(picture(), "JPEG", exif=exif, quality=95))
        self.assertEqual(image.size, (20, 40))
        top, bottom = image.getpixel((10, 5)), image.getpixel((10, 35))
        self.assertGreater(top[0], 200)
        self.assertGreater(bottom[2], 200)

    def test_a_large_picture_is_shrunk_and_a_small_one_stays(self):
        image, _kept = self.clean(encoded(picture(3000, 1500), "JPEG"))
        self.assertEqual(image.size, (LONGEST_SIDE, LONGEST_SIDE // 2))
        image, _kept = self.clean(encoded(picture(LONGEST_SIDE, 10), "PNG"))
        self.assertEqual(image.size, (LONGEST_SIDE, 10))

    def test_any_other_file_is_refused_whatever_its_name_says(self):
        gif = encoded(picture().convert("P"), "GIF")
        for data in (
            b"",
            b"\x00" * 100,
            gif,
            encoded(picture(), "BMP"),
            b"II*\x00\x08\x00\x00\x00" + b"\x00" * 50,
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            b"<!DOCTYPE html><script>alert(1)</script>",
            b"%PDF-1.7\n",
            b"PK\x03\x04",
            b"\xff\xd8\xff\xe0" + b"\x00" * 50,
            b"\x89PNG\r\n\x1a\n" + b"\x00" * 50,
            b"RIFF\x24\x00\x00\x00WEBPVP8 " + b"\x00" * 50,
        ):
            with self.subTest(data=data[:20]):
                self.assert_refused(data, "type")

    def test_half_a_photo_is_refused(self):
        for file_format in ("JPEG", "PNG", "WEBP"):
            data = encoded(picture(400, 400), file_format)
            for part in (len(data) // 2, 40, 12):
                with self.subTest(format=file_format, part=part):
                    self.assert_refused(data[:part], "type")

    def test_a_file_over_fifteen_megabytes_is_refused(self):
        data = encoded(picture(), "JPEG")
        self.assertTrue(clean_photo(data + b"\x00" * (LARGEST_BYTES - len(data))))
        self.assert_refused(data + b"\x00" * (LARGEST_BYTES - len(data) + 1), "size")

    def test_a_picture_that_says_to_be_huge_is_refused_before_it_is_unpacked(self):
        for width, height in ((10_000, 10_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)):
            with self.subTest(width=width):
                self.assert_refused(png_of_size(width, height), "size")

    def test_an_animation_keeps_its_first_picture(self):
        frames = [picture(), picture(40, 20)]
        data = encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:])
        self.assertEqual(self.clean(data)[0].size, (40, 20))
