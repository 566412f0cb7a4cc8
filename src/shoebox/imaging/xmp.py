"""What XMP says, embedded or in a sidecar (ISO 16684-1; XMP specification parts 1 and 2)."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
from defusedxml import DefusedXmlException

from shoebox.domain.photo import Camera, Location, Taken
from shoebox.imaging import dates
from shoebox.imaging.described import NOTHING, Described
from shoebox.imaging.exif import NOT_DESCRIPTIONS, location

MAXIMUM_BYTES = 4 << 20

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_EXIF = "{http://ns.adobe.com/exif/1.0/}"
_TIFF = "{http://ns.adobe.com/tiff/1.0/}"
_AUX = "{http://ns.adobe.com/exif/1.0/aux/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_PANORAMA = "{http://ns.google.com/photos/1.0/panorama/}"
_CAMERA = "{http://ns.google.com/photos/1.0/camera/}"
_MICROSOFT = "{http://ns.microsoft.com/photo/1.0/}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_COORDINATE = re.compile(r"(\d{1,3}),(\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?([NSEW])")
_MAXIMUM_WORDS = 1000
_PACKET = re.compile(rb"<(\w+:)?(xmpmeta|xapmeta|RDF)\b.*</(\w+:)?(xmpmeta|xapmeta|RDF)\s*>", re.DOTALL)

Properties = dict[str, tuple[str, ...]]


def read(packet: bytes) -> Described:
    """What an XMP packet says; NOTHING where it is broken, larger than 4 MiB or declares entities."""
    properties = _properties(packet)
    if not properties:
        return NOTHING
    return Described(
        original=_date(properties, _EXIF + "DateTimeOriginal") or _date(properties, _PHOTOSHOP + "DateCreated"),
        created=_date(properties, _XMP + "CreateDate") or _date(properties, _EXIF + "DateTimeDigitized"),
        location=_location(properties),
        camera=Camera(
            make=_one(properties, _TIFF + "Make"),
            model=_one(properties, _TIFF + "Model"),
            lens=_one(properties, _AUX + "Lens"),
        ),
        rating=_rating(properties),
        title=_one(properties, _DC + "title"),
        description=_description(properties),
        keywords=properties.get(_DC + "subject", ()),
        words=_words(properties),
    )


def _properties(packet: bytes) -> Properties:
    if len(packet) > MAXIMUM_BYTES:
        return {}
    match = _PACKET.search(packet)
    try:
        root = defusedxml.ElementTree.fromstring(
            match.group() if match else packet.strip(b"\x00 \t\r\n"), forbid_dtd=True
        )
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return {}
    found: Properties = {}
    for description in root.iter(_RDF + "Description"):
        for name, values in _of_description(description):
            found.setdefault(name, values)
    return found


def _of_description(description: Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, value in description.attrib.items():
        if value.strip():
            yield name, (value.strip(),)
    for child in description:
        values = tuple(_values(child))
        if values:
            yield child.tag, values


def _values(element: Element) -> Iterator[str]:
    """The text of a property, or of the items of its list; of alternatives the default language comes first."""
    items = sorted(element.iter(_RDF + "li"), key=lambda item: item.get(_LANGUAGE) != "x-default")
    for item in items[:_MAXIMUM_WORDS] or (element,):
        text = (item.text or "").strip()
        if text:
            yield text


def _one(properties: Properties, name: str) -> str | None:
    values = properties.get(name)
    return values[0] if values else None


def _date(properties: Properties, name: str) -> Taken | None:
    return dates.parse(_one(properties, name), "xmp")


def _description(properties: Properties) -> str | None:
    text = _one(properties, _DC + "description")
    return None if text is None or text.lower() in NOT_DESCRIPTIONS else text


def _rating(properties: Properties) -> int | None:
    """-1 (rejected) to 5; Windows has no stars but per cent."""
    stars = _number(_one(properties, _XMP + "Rating"))
    if stars is not None:
        return int(stars) if -1 <= stars <= 5 else None
    percent = _number(_one(properties, _MICROSOFT + "Rating"))
    return None if percent is None or not 0 <= percent <= 100 else round(percent / 25 + 0.5) if percent else 0


def _number(text: str | None) -> float | None:
    """A number or a quotient such as `90/1`."""
    match = re.fullmatch(r"(-?\d{1,12}(?:\.\d{1,12})?)(?:/(\d{1,12}))?", text or "")
    if match is None or (match[2] and int(match[2]) == 0):
        return None
    return float(match[1]) / int(match[2] or 1)


def _location(properties: Properties) -> Location | None:
    altitude = _number(_one(properties, _EXIF + "GPSAltitude"))
    if altitude is not None and _one(properties, _EXIF + "GPSAltitudeRef") == "1":
        altitude = -altitude
    return location(_degrees(properties, "GPSLatitude"), _degrees(properties, "GPSLongitude"), altitude)


def _degrees(properties: Properties, name: str) -> float | None:
    """`37,52.2656N`, `37,52,15.9N`, or plain degrees with the letter in a property of its own."""
    text = _one(properties, _EXIF + name) or ""
    match = _COORDINATE.fullmatch(text)
    if match:
        degrees = int(match[1]) + float(match[2]) / 60 + float(match[3] or 0) / 3600
        return -degrees if match[4] in "SW" else degrees
    plain = _number(text[:16])
    return -plain if plain and (_one(properties, _EXIF + name + "Ref") or "")[:1] in {"S", "W"} else plain


def _words(properties: Properties) -> frozenset[str]:
    words = set()
    if "1" in (_one(properties, _CAMERA + "MotionPhoto"), _one(properties, _CAMERA + "MicroVideo")):
        words.add("live")
    if _one(properties, _PANORAMA + "ProjectionType") or _one(properties, _PANORAMA + "FullPanoWidthPixels"):
        words.add("panorama")
    if (_one(properties, _EXIF + "UserComment") or "") == "Screenshot":
        words.add("screenshot")
    return frozenset(words)
