"""Dates in tags and in file names."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoebox.domain.photo import Location, Taken
from shoebox.imaging import dates
from shoebox.imaging.dates_from_names import date_from_name


def at(*parts: int) -> datetime:
    """A local time."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - local times are naive


@pytest.mark.parametrize(
    ("text", "local", "hours"),
    [
        ("2021:07:04 23:30:00", at(2021, 7, 4, 23, 30), None),
        ("2018-11-17T20:27:31+01:00", at(2018, 11, 17, 20, 27, 31), 1),
        ("2023-09-22 16:35:02 UTC", at(2023, 9, 22, 16, 35, 2), None),
        ("2015-06-11T10:29:26.69Z", at(2015, 6, 11, 10, 29, 26, 690_000), 0),
        ("2017-08-16", at(2017, 8, 16), None),
        ("1919:05:04 05:59:26", at(1919, 5, 4, 5, 59, 26), None),
    ],
)
def test_notations(text: str, local: datetime, hours: float | None) -> None:
    """EXIF's, ISO 8601 and those between them."""
    offset = None if hours is None else timedelta(hours=hours)
    assert dates.parse(text, "exif") == Taken(local, offset, "exif")


@pytest.mark.parametrize("text", ["0000:00:00 00:00:00", "    :  :     :  :  ", "2021:13:01 00:00:00", "", None, "x"])
def test_what_is_no_date(text: str | None) -> None:
    """Cameras whose clock was never set write such."""
    assert dates.parse(text, "exif") is None


def test_tags_beside_the_date_count() -> None:
    """Fraction and offset have tags of their own."""
    taken = dates.parse("2021:01:01 00:30:00", "exif", subseconds="5  ", offset="+13:00")
    assert taken == Taken(at(2021, 1, 1, 0, 30, 0, 500_000), timedelta(hours=13), "exif")
    assert taken.utc == datetime(2020, 12, 31, 11, 30, 0, 500_000, UTC)


def test_offsets() -> None:
    """At most 14 hours."""
    assert dates.parse_offset("-03:30") == -timedelta(hours=3, minutes=30)
    assert dates.parse_offset("+15:00") is None
    assert dates.parse_offset("CET") is None


def test_plausible_years() -> None:
    """From the first photograph to tomorrow."""
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert dates.is_plausible(Taken(at(1826, 1, 1), None, "exif"), now)
    assert dates.is_plausible(Taken(at(2026, 11, 24, 23), None, "exif"), now)
    assert not dates.is_plausible(Taken(at(1825, 1, 1), None, "exif"), now)
    assert not dates.is_plausible(Taken(at(2026, 11, 25), None, "exif"), now)


def test_the_gps_clock_tells_the_offset() -> None:
    """A minute off does not matter; ten minutes or a day do."""
    local, utc = at(2023, 6, 7, 13, 45, 55), datetime(2023, 6, 7, 12, 45, 55, tzinfo=UTC)
    assert dates.offset_between(local, utc) == timedelta(hours=1)
    assert dates.offset_between(local, utc + timedelta(minutes=1)) == timedelta(hours=1)
    assert dates.offset_between(local, utc + timedelta(minutes=7)) is None
    assert dates.offset_between(local, utc - timedelta(days=1)) is None


@given(st.integers(-56, 56), st.integers(-299, 299))
def test_offsets_come_back(quarters: int, seconds: int) -> None:
    """Whatever the zone, if the clocks agree to within five minutes."""
    utc = datetime(2020, 6, 1, tzinfo=UTC)
    offset = quarters * timedelta(minutes=15)
    assert dates.offset_between((utc + offset).replace(tzinfo=None) + timedelta(seconds=seconds), utc) == offset


def test_places_tell_the_offset() -> None:
    """Summer and winter in Berlin; at sea nobody knows."""
    berlin = Location(52.5163, 13.3777)
    assert dates.offset_at(at(2019, 7, 1), berlin) == timedelta(hours=2)
    assert dates.offset_at(at(2019, 1, 1), berlin) == timedelta(hours=1)
    assert dates.offset_at(at(2019, 1, 1), Location(-40.0, -120.0)) is None
    noon = datetime(2019, 1, 1, 12, tzinfo=UTC)
    assert dates.at_place(noon, berlin, "gps") == Taken(at(2019, 1, 1, 13), timedelta(hours=1), "gps")
    assert dates.at_place(noon, None, "container") == Taken(at(2019, 1, 1, 12), timedelta(0), "container")


@pytest.mark.parametrize(
    ("name", "local"),
    [
        ("a/IMG_20180317_142233.jpg", at(2018, 3, 17, 14, 22, 33)),
        ("telegram_2020-01-30_09-57-18.jpg", at(2020, 1, 30, 9, 57, 18)),
        ("photo_2020-01-30_09-57-18.jpg", at(2020, 1, 30, 9, 57, 18)),
        ("2019-05-04 12.33.10.jpg", at(2019, 5, 4, 12, 33, 10)),
        ("Screenshot_20210102-030405_Maps.png", at(2021, 1, 2, 3, 4, 5)),
        ("Screenshot 2021-01-02 at 03.04.05.png", at(2021, 1, 2, 3, 4, 5)),
        ("signal-2021-01-02-030405.jpg", at(2021, 1, 2, 3, 4, 5)),
        ("signal-2021-01-02-03-04-05-678.jpg", at(2021, 1, 2, 3, 4, 5, 678_000)),
        ("WhatsApp Image 2021-01-02 at 03.04.05.jpeg", at(2021, 1, 2, 3, 4, 5)),
        ("VID-20190504-WA0001.mp4", at(2019, 5, 4)),
        ("20190504_123310(0).jpg", at(2019, 5, 4, 12, 33, 10)),
        ("20190504123310.jpg", at(2019, 5, 4, 12, 33, 10)),
        ("WP_20141225_13_14_15_Pro.jpg", at(2014, 12, 25, 13, 14, 15)),
    ],
)
def test_local_times_in_names(name: str, local: datetime) -> None:
    """Phones and messengers write the date into the name."""
    assert date_from_name(name) == Taken(local, None, "filename")


def test_utc_in_names() -> None:
    """Pixel phones name pictures in UTC; others count milliseconds."""
    assert date_from_name("PXL_20231006_063000139.jpg") == Taken(
        at(2023, 10, 6, 6, 30, 0, 139_000), timedelta(0), "filename"
    )
    assert date_from_name("FB_IMG_1546344000123.jpg") == Taken(
        at(2019, 1, 1, 12, 0, 0, 123_000), timedelta(0), "filename"
    )


@pytest.mark.parametrize("name", ["IMG_1234.jpg", "DSC00012345678.jpg", "20191399_999999.jpg", "12345678901234567.jpg"])
def test_names_without_date(name: str) -> None:
    """Numbers are not dates."""
    assert date_from_name(name) is None


@given(st.text(max_size=60))
def test_any_name_is_safe(name: str) -> None:
    """A name gives a date or nothing."""
    found = date_from_name(name)
    assert found is None or found.source == "filename"
