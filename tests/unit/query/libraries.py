"""Two made-up libraries: one in the north with European habits, one in the south with weeks from Sunday."""

from datetime import date

from shoebox.query.context import Context, from_json

TODAY = date(2025, 9, 17)
"""A Wednesday."""

NORTH = from_json(
    {
        "self": "Clara Berger",
        "people": [
            {"name": "Clara Berger", "aliases": [], "born": "1984-05-11"},
            {"name": "Tobias", "aliases": ["Tobi"], "born": "1983-10-02"},
            {"name": "Emil", "aliases": [], "born": "2012-02-29"},
            {"name": "Ida", "aliases": ["Idchen"], "born": "2016-07-05"},
            {"name": "Margarete Berger", "aliases": ["Grandma", "Oma"], "born": "1948-12-20"},
            {"name": "Paul Lindqvist", "aliases": [], "born": None},
            {"name": "Paul Okafor", "aliases": [], "born": None},
            {"name": "June", "aliases": [], "born": None},
            {"name": "Florence", "aliases": [], "born": None},
            {"name": "May", "aliases": [], "born": None},
            {"name": "Sofía", "aliases": [], "born": None},
            {"name": "Jean-Luc Moreau", "aliases": ["JL"], "born": None},
            {"name": "Max", "aliases": [], "born": None},
            {"name": "Max Power", "aliases": [], "born": None},
        ],
        "groups": {
            "us": ["Clara Berger", "Tobias"],
            "family": ["Clara Berger", "Tobias", "Emil", "Ida"],
            "cousins": ["June", "Max"],
        },
        "albums": ["Garden 2020", "Road Trip", "Party", "The Long Way Home"],
        "places": [
            ["Florence", "Tuscany", "Italy"],
            ["Bath", "England", "United Kingdom"],
            ["Reading", "England", "United Kingdom"],
            ["Lisbon", "Portugal"],
            ["Oslo", "Norway"],
            ["San Francisco", "California", "United States"],
            ["Lake Garda", "Italy"],
        ],
        "cameras": [
            "FUJIFILM X-T3",
            "SONY ILCE-7M3",
            "Google Pixel 7",
            "Google Pixel 8 Pro",
            "Canon EOS R6",
            "Canon EOS R6 Mark II",
        ],
        "lenses": ["XF23mmF2 R WR"],
        "labels": {
            **{name: ["Animal"] for name in ("Dog", "Cat", "Bird", "Horse")},
            **{
                name: []
                for name in ("Animal", "Person", "Beach", "Ocean", "Sunset", "Mountain", "Snow", "Food", "Lake")
            },
            **{
                name: []
                for name in ("Flower", "Birthday", "Party", "Hiking", "Cycling", "Document", "Garden", "Castle")
            },
            "Child": ["Person"],
            "Cake": ["Food"],
            "Car": ["Vehicle"],
            "Bicycle": ["Vehicle"],
            "Boat": ["Vehicle"],
            "Tree": [],
            "Christmas Tree": ["Tree"],
        },
    },
    TODAY,
)

SOUTH = from_json(
    {
        "self": "Olivia Walker",
        "hemisphere": "south",
        "week_start": "sunday",
        "date_order": "mdy",
        "people": [
            {"name": "Olivia Walker", "aliases": ["Liv"], "born": "1990-01-31"},
            {"name": "Jack Walker", "aliases": ["Jacko"], "born": "2010-11-30"},
            {"name": "Noah", "aliases": [], "born": "2019-01-10"},
            {"name": "Dawn", "aliases": [], "born": None},
            {"name": "Grace", "aliases": [], "born": None},
        ],
        "groups": {"grandparents": ["Dawn", "Grace"]},
        "albums": ["Reef 2021"],
        "places": [["Sydney", "New South Wales", "Australia"], ["Queenstown", "New Zealand"], ["Perth", "Australia"]],
        "cameras": ["Panasonic DC-GH5", "Apple iPhone 14"],
        "labels": {"Kangaroo": ["Animal"], "Dog": ["Animal"], "Animal": [], "Beach": [], "Surfing": [], "Sunrise": []},
    },
    TODAY,
)

CONTEXTS: dict[str, Context] = {"north": NORTH, "south": SOUTH}
