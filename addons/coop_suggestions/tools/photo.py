"""Photos that members send: checked, turned upright, shrunk and always written anew."""

import io
import warnings

# Odoo switches Pillow's WebP reader off: importing the plugin switches it on again.
from PIL import (
    Image,
    ImageOps,
    UnidentifiedImageError,
    WebPImagePlugin,  # noqa: F401
)

ACCEPTED_FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE = 1024
LARGEST_BYTES = 15 * 1024 * 1024
LARGEST_PIXELS = 50_000_000
JPEG_QUALITY = 85


class PhotoError(ValueError):
    """A photo that cannot be taken; ``code`` is "size" or "type"."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class _WholeFile(io.BytesIO):
    """A file that must not end before its picture does.

    Odoo has Pillow take pictures that are cut off, for the whole process, and fill them up with
    grey (``ImageFile.LOAD_TRUNCATED_IMAGES``).
    """

    def read(self, size=-1, /):
        data = super().read(size)
        if size and not data:
            raise EOFError
        return data


def clean_photo(data):
    """Return a photo as a JPEG of ours, with nothing in it but the picture.

    Written anew from its pixels, it holds no place, date or device (EXIF, XMP), and nothing
    hidden behind the picture.

    :param bytes data: a file as sent
    :return: JPEG bytes, upright, at most 1024 pixels a side
    :raises PhotoError: "size" when the file or picture is too large, "type" when it is not what
        it should be: a whole JPEG, PNG or WebP picture
    """
    if len(data) > LARGEST_BYTES:
        raise PhotoError("size")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(_WholeFile(data), formats=ACCEPTED_FORMATS)
            if picture.width * picture.height > LARGEST_PIXELS:
                raise PhotoError("size")
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            picture = ImageOps.exif_transpose(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoError("size") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        if isinstance(error, PhotoError):
            raise
        raise PhotoError("type") from error
    try:
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        # Transparent places become white, as on paper.
        picture = picture.convert("RGBA")
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise PhotoError("type") from error
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=JPEG_QUALITY)
    return out.getvalue()
