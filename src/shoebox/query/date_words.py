"""The words dates are made of: months, weekdays, numbers, seasons, holidays, units of time."""

from collections.abc import Mapping

from shoebox.query.text import Token, keys_of

MONTHS: Mapping[str, int] = {
    "january": 1,
    "february": 2,
    "march": 3,
    "april": 4,
    "may": 5,
    "june": 6,
    "july": 7,
    "august": 8,
    "september": 9,
    "october": 10,
    "november": 11,
    "december": 12,
}
SHORT_MONTHS: Mapping[str, int] = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "sept": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
WEEKDAYS: Mapping[str, int] = {
    "monday": 1,
    "tuesday": 2,
    "wednesday": 3,
    "thursday": 4,
    "friday": 5,
    "saturday": 6,
    "sunday": 7,
}
SHORT_WEEKDAYS: Mapping[str, int] = {
    "mon": 1,
    "tue": 2,
    "tues": 2,
    "wed": 3,
    "thu": 4,
    "thur": 4,
    "thurs": 4,
    "fri": 5,
    "sat": 6,
    "sun": 7,
}
SEASON_WORDS: Mapping[str, str] = {
    "spring": "spring",
    "springtime": "spring",
    "summer": "summer",
    "summertime": "summer",
    "autumn": "autumn",
    "fall": "autumn",
    "winter": "winter",
    "wintertime": "winter",
}
NUMBERS: Mapping[str, int] = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "hundred": 100,
    "a": 1,
    "an": 1,
    "couple": 2,
    "few": 3,
    "several": 3,
}
ORDINALS: Mapping[str, int] = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "last": -1,
    "final": -1,
}
DECADES: Mapping[str, int] = {
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
    "noughties": 0,
    "aughts": 0,
}
UNITS: Mapping[str, str] = {
    **{name: name.removesuffix("s") for name in ("day", "days", "week", "weeks", "weekend", "weekends", "month")},
    **{name: name.removesuffix("s") for name in ("months", "year", "years", "decade", "decades", "quarter")},
    "quarters": "quarter",
    "hour": "hour",
    "hours": "hour",
    "fortnight": "fortnight",
    "fortnights": "fortnight",
    "century": "century",
    "centuries": "century",
    "night": "night",
    "nights": "night",
    "half": "half",
}
_HOLIDAY_NAMES: Mapping[str, str] = {
    "all saints day": "all_saints_day",
    "anzac day": "anzac_day",
    "april fools": "april_fools_day",
    "april fools day": "april_fools_day",
    "ascension day": "ascension_day",
    "australia day": "australia_day",
    "bastille day": "bastille_day",
    "black friday": "black_friday",
    "bonfire night": "bonfire_night",
    "boxing day": "boxing_day",
    "canada day": "canada_day",
    "carnival tuesday": "mardi_gras",
    "christmas": "christmas",
    "christmas day": "christmas_day",
    "christmas eve": "christmas_eve",
    "christmas holidays": "christmas",
    "christmases": "christmas",
    "christmastime": "christmas",
    "cinco de mayo": "cinco_de_mayo",
    "columbus day": "columbus_day",
    "easter": "easter",
    "easter monday": "easter_monday",
    "easter sunday": "easter_sunday",
    "easters": "easter",
    "easter weekend": "easter",
    "epiphany": "epiphany",
    "fathers day": "fathers_day",
    "fat tuesday": "mardi_gras",
    "fourth of july": "independence_day",
    "good friday": "good_friday",
    "guy fawkes": "bonfire_night",
    "guy fawkes night": "bonfire_night",
    "halloween": "halloween",
    "halloweens": "halloween",
    "hogmanay": "new_years_eve",
    "independence day": "independence_day",
    "juneteenth": "juneteenth",
    "labor day": "labor_day",
    "labour day": "labor_day",
    "mardi gras": "mardi_gras",
    "martin luther king day": "martin_luther_king_day",
    "may day": "may_day",
    "memorial day": "memorial_day",
    "mlk day": "martin_luther_king_day",
    "mothers day": "mothers_day",
    "mothering sunday": "mothers_day",
    "new year": "new_year",
    "new years": "new_year",
    "new years day": "new_years_day",
    "new years eve": "new_years_eve",
    "new year eve": "new_years_eve",
    "new year day": "new_years_day",
    "nye": "new_years_eve",
    "palm sunday": "palm_sunday",
    "pentecost": "pentecost",
    "presidents day": "presidents_day",
    "remembrance day": "remembrance_day",
    "saint nicholas day": "saint_nicholas_day",
    "saint patricks day": "st_patricks_day",
    "st nicholas day": "saint_nicholas_day",
    "st patricks": "st_patricks_day",
    "st patricks day": "st_patricks_day",
    "st paddys day": "st_patricks_day",
    "thanksgiving": "thanksgiving",
    "thanksgiving day": "thanksgiving",
    "thanksgivings": "thanksgiving",
    "valentines": "valentines_day",
    "valentines day": "valentines_day",
    "saint valentines day": "valentines_day",
    "veterans day": "remembrance_day",
    "waitangi day": "waitangi_day",
    "whitsun": "pentecost",
    "womens day": "womens_day",
    "xmas": "christmas",
    "xmas day": "christmas_day",
    "xmas eve": "christmas_eve",
}


def _with_possessives_dropped(name: str) -> tuple[str, ...]:
    return tuple(word.removesuffix("s") if word in _POSSESSIVES else word for word in keys_of(name))


_POSSESSIVES = frozenset({"years", "valentines", "mothers", "fathers", "patricks", "paddys", "saints", "womens"})
HOLIDAY_WORDS: Mapping[tuple[str, ...], str] = {
    spelling: holiday
    for name, holiday in _HOLIDAY_NAMES.items()
    for spelling in (keys_of(name), _with_possessives_dropped(name))
}
"""Spellings as token keys; a possessive s may be there, or not, or have been taken off the key."""

WORDS = frozenset(
    word
    for words in (MONTHS, SHORT_MONTHS, WEEKDAYS, SEASON_WORDS, NUMBERS, ORDINALS, DECADES, UNITS)
    for word in words
) | frozenset(word for spelling in HOLIDAY_WORDS for word in spelling)
"""Every word of dates, for spelling: none of them is mistyped."""


def number_of(token: Token) -> int | None:
    """The number a token spells, in digits (at most four) or as a word."""
    if token.key.isdecimal() and token.key.isascii() and len(token.key) <= 4:
        return int(token.key)
    return NUMBERS.get(token.key)


def ordinal_of(token: Token) -> int | None:
    """First, 3rd, 21st …; -1 for last."""
    digits = token.key[:-2]
    if token.key[-2:] in {"st", "nd", "rd", "th"} and digits.isdecimal() and digits.isascii() and len(digits) <= 2:
        return int(digits)
    return ORDINALS.get(token.key)
