"""Tells whether a colour profile is sRGB, so that converting to sRGB can be left out (ICC.1:2022)."""

_SRGB_COLOURANTS = {
    b"rXYZ": (0.4360, 0.2225, 0.0139),
    b"gXYZ": (0.3851, 0.7169, 0.0971),
    b"bXYZ": (0.1431, 0.0606, 0.7141),
}
_TOLERANCE = 0.002
_MAXIMUM_TAGS = 64


def is_srgb(profile: bytes) -> bool:
    """Whether `profile` names itself sRGB and has the colourants of sRGB."""
    tags = _tags(profile)
    return (
        profile[16:20] == b"RGB "
        and _names_srgb(tags.get(b"desc", b""))
        and all(_is_near(tags.get(name, b""), wanted) for name, wanted in _SRGB_COLOURANTS.items())
    )


def _names_srgb(description: bytes) -> bool:
    return b"sRGB" in description or "sRGB".encode("utf-16-be") in description


def _is_near(tag: bytes, wanted: tuple[float, float, float]) -> bool:
    if len(tag) < 20:
        return False
    values = (int.from_bytes(tag[place : place + 4], "big", signed=True) / 65536 for place in (8, 12, 16))
    return all(abs(value - aim) < _TOLERANCE for value, aim in zip(values, wanted, strict=True))


def _tags(profile: bytes) -> dict[bytes, bytes]:
    found = {}
    for number in range(min(int.from_bytes(profile[128:132], "big"), _MAXIMUM_TAGS)):
        entry = profile[132 + 12 * number : 144 + 12 * number]
        start, length = int.from_bytes(entry[4:8], "big"), int.from_bytes(entry[8:12], "big")
        found[entry[:4]] = profile[start : start + length]
    return found
