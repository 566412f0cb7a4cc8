"""Pictures as Rekognition takes them: JPEGs of at most 5 MB when they are sent as bytes.

Amazon Rekognition API Reference, Image: Bytes has 1 to 5,242,880 bytes.
"""

import io

from PIL import Image

from shoebox.imaging.model_input import open_picture

MOST_BYTES = 5_242_880
_QUALITY = 85
_LEAST_SIDE = 80
"""The smallest width and height in which Rekognition looks for faces."""


def sendable(preview: bytes, most_bytes: int = MOST_BYTES) -> bytes:
    """The preview itself, or a coarser JPEG of it where it has more than `most_bytes`.

    Raises IntegrityError for bytes that are no picture, which would only be sent to be refused.
    """
    picture = open_picture(preview)
    data = preview
    while len(data) > most_bytes and min(picture.size) >= 2 * _LEAST_SIDE:
        data = _encoded(picture)
        picture = picture.reduce(2)
    return data


def _encoded(picture: Image.Image) -> bytes:
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=_QUALITY)
    return data.getvalue()
