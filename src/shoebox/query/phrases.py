"""Dates, recurrences and names of things as English that the parser reads back."""

from datetime import date

from shoebox.query.calendar import DAY
from shoebox.query.model import DateRange, Recurring

MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
WEEKDAY_NAMES = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
MEDIA_NAMES = {
    "live": "live photos",
    "panorama": "panoramas",
    "photo": "still photos",
    "portrait": "portraits",
    "raw": "raw files",
    "screenshot": "screenshots",
    "selfie": "selfies",
    "slow_motion": "slow motion videos",
    "video": "videos",
}
_HOLIDAY_NAMES = {
    "april_fools_day": "April Fools' Day",
    "cinco_de_mayo": "Cinco de Mayo",
    "fathers_day": "Father's Day",
    "independence_day": "Independence Day",
    "mothers_day": "Mother's Day",
    "new_years_day": "New Year's Day",
    "new_years_eve": "New Year's Eve",
    "presidents_day": "Presidents' Day",
    "st_patricks_day": "St Patrick's Day",
    "valentines_day": "Valentine's Day",
    "womens_day": "Women's Day",
}


def day_text(day: date) -> str:
    """14 March 2007."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def days_text(days: DateRange) -> str:
    """The shortest way to say a range: 2007, March 2007, 14 March 2007, 5 July 2018 to 3 May 2019, since 2018."""
    first, last = days.first, days.last
    if first is None or last is None:
        return _open_text(first, last)
    if first == last:
        return day_text(first)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year}" if first.year == last.year else f"{first.year} to {last.year}"
    if first.day == 1 and (first.year, first.month) == (last.year, last.month) and (last + DAY).day == 1:
        return f"{MONTH_NAMES[first.month - 1]} {first.year}"
    return f"{day_text(first)} to {day_text(last)}"


def _open_text(first: date | None, last: date | None) -> str:
    if first is not None:
        return f"since {first.year}" if (first.month, first.day) == (1, 1) else f"since {day_text(first)}"
    if last is None:
        return "any time"
    return f"until {last.year}" if (last.month, last.day) == (12, 31) else f"until {day_text(last)}"


def holiday_text(holiday: str) -> str:
    """Christmas, New Year's Eve."""
    return _HOLIDAY_NAMES.get(holiday) or holiday.replace("_", " ").title()


def yearly_text(days: str) -> str:
    """12 June; 25 June to 5 July: for "MM-DD" or "MM-DD..MM-DD"."""
    ends = (part.split("-") for part in days.split(".."))
    return " to ".join(f"{int(day)} {MONTH_NAMES[int(month) - 1]}" for month, day in ends)


def hours_text(span: str) -> str:
    """In the morning, at night, between 17:00 and 19:00."""
    if span == "night":
        return "at night"
    return f"between {span.replace('-', ' and ')}" if "-" in span else f"in the {span}"


def recurring_texts(recurring: Recurring) -> tuple[tuple[str, str, str | int], ...]:
    """Each value of each part as (part, text, value)."""
    return (
        *(("months", f"every {MONTH_NAMES[month - 1]}", month) for month in recurring.months),
        *(("weekdays", f"on {WEEKDAY_NAMES[weekday - 1]}", weekday) for weekday in recurring.weekdays),
        *(("days", f"every {yearly_text(days)}", days) for days in recurring.days),
        *(("holidays", f"every {holiday_text(holiday)}", holiday) for holiday in recurring.holidays),
        *(("times_of_day", hours_text(span), span) for span in recurring.times_of_day),
    )
