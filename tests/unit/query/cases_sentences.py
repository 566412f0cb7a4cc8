"""Sentences and the whole query each asks for, by kind: (library, query, expected)."""

from shoebox.domain.json_value import JsonObject

Case = tuple[str, str, JsonObject]
FAMILY = ["Clara Berger", "Tobias", "Emil", "Ida"]

PEOPLE: list[Case] = [
    ("north", "Emil", {"people_all": ["Emil"]}),
    ("north", "show me pictures of Emil and Ida", {"people_all": ["Emil", "Ida"]}),
    ("north", "Emil, Ida & Tobias", {"people_all": ["Emil", "Ida", "Tobias"]}),
    ("north", "Emil with Ida", {"people_all": ["Emil", "Ida"]}),
    ("north", "emil or ida", {"people_any": ["Emil", "Ida"]}),
    ("north", "Emil, Ida or Max", {"people_any": ["Emil", "Ida", "Max"]}),
    ("north", "photos of oma", {"people_all": ["Margarete Berger"]}),
    ("north", "grandma's dog", {"people_all": ["Margarete Berger"], "labels_all": ["Dog"]}),
    ("north", "sofia", {"people_all": ["Sofía"]}),
    ("north", "Paul", {"people_any": ["Paul Lindqvist", "Paul Okafor"]}),
    ("north", "Paul Okafor", {"people_all": ["Paul Okafor"]}),
    ("north", "Max", {"people_all": ["Max"]}),
    ("north", "Max Power on a boat", {"people_all": ["Max Power"], "labels_all": ["Boat"]}),
    ("north", "jean luc moreau", {"people_all": ["Jean-Luc Moreau"]}),
    ("north", "pictures of me", {"people_all": ["Clara Berger"]}),
    ("north", "photos of us in Oslo", {"people_all": ["Clara Berger", "Tobias"], "places": ["Oslo"]}),
    ("north", "the cousins", {"people_any": ["June", "Max"]}),
    ("north", "the whole family", {"people_all": FAMILY}),
    ("north", "family at the lake", {"people_any": FAMILY, "labels_all": ["Lake"]}),
    ("south", "us", {"people_all": ["Olivia Walker"]}),
    ("south", "find me photos of Jacko", {"people_all": ["Jack Walker"]}),
    ("north", "Emil without Ida", {"people_all": ["Emil"], "people_none": ["Ida"]}),
    ("north", "Emil but not Ida or Tobi", {"people_all": ["Emil"], "people_none": ["Ida", "Tobias"]}),
    ("north", "Emil -Ida", {"people_all": ["Emil"], "people_none": ["Ida"]}),
    (
        "north",
        "Emil without Ida at the beach",
        {"people_all": ["Emil"], "people_none": ["Ida"], "labels_all": ["Beach"]},
    ),
    ("north", "not Tobias", {"people_none": ["Tobias"]}),
    ("north", "only Ida", {"people_all": ["Ida"], "people_only": True}),
    ("north", "just Emil and Ida", {"people_all": ["Emil", "Ida"], "people_only": True}),
    ("north", "Ida by herself", {"people_all": ["Ida"], "people_only": True}),
    ("north", "Emil and nobody else", {"people_all": ["Emil"], "people_only": True}),
    ("south", "Noah alone in Perth", {"people_all": ["Noah"], "people_only": True, "places": ["Perth"]}),
]

FACES: list[Case] = [
    ("north", "lake without people", {"labels_all": ["Lake"], "faces_max": 0}),
    ("north", "no people", {"faces_max": 0}),
    ("north", "two people on the beach", {"labels_all": ["Beach"], "faces_min": 2, "faces_max": 2}),
    ("north", "at least 3 people", {"faces_min": 3}),
    ("north", "more than five people", {"faces_min": 6}),
    ("north", "3 or more people", {"faces_min": 3}),
    ("north", "fewer than 4 people", {"faces_max": 3}),
    ("north", "between 2 and 5 people", {"faces_min": 2, "faces_max": 5}),
    ("north", "beach with nobody", {"labels_all": ["Beach"], "faces_max": 0}),
    ("north", "group photos of the cousins", {"people_any": ["June", "Max"], "faces_min": 3}),
    ("south", "beach with people", {"labels_all": ["Beach"], "faces_min": 1}),
]

AMBIGUOUS: list[Case] = [
    ("north", "photos of June", {"people_all": ["June"]}),
    ("north", "photos from June 2019", {"dates": [["2019-06-01", "2019-06-30"]]}),
    ("north", "June 2019", {"dates": [["2019-06-01", "2019-06-30"]]}),
    ("north", "June in June 2018", {"people_all": ["June"], "dates": [["2018-06-01", "2018-06-30"]]}),
    ("north", "pictures of June taken in 2018", {"people_all": ["June"], "dates": [["2018-01-01", "2018-12-31"]]}),
    ("north", "in June", {"recurring": {"months": [6]}}),
    ("north", "Ida and June", {"people_all": ["Ida", "June"]}),
    ("north", "June's dog", {"people_all": ["June"], "labels_all": ["Dog"]}),
    ("north", "with May in Oslo", {"people_all": ["May"], "places": ["Oslo"]}),
    ("north", "Florence in Florence", {"people_all": ["Florence"], "places": ["Florence"]}),
    ("north", "trip to Florence", {"places": ["Florence"]}),
    ("north", "Florence and Emil", {"people_all": ["Florence", "Emil"]}),
    ("north", "kids reading", {"labels_all": ["Child"], "free_text": "reading"}),
    ("north", "castle in Reading", {"labels_all": ["Castle"], "places": ["Reading"]}),
    ("north", "weekend in Bath", {"places": ["Bath"], "recurring": {"weekdays": [6, 7]}}),
    ("north", "bath time", {"free_text": "bath"}),
    ("south", "Grace at the beach", {"people_all": ["Grace"], "labels_all": ["Beach"]}),
    ("south", "photos of Dawn in Sydney", {"people_all": ["Dawn"], "places": ["Sydney"]}),
]

PLACES: list[Case] = [
    ("north", "Portugal", {"places": ["Portugal"]}),
    ("north", "hiking in Norway", {"labels_all": ["Hiking"], "places": ["Norway"]}),
    ("north", "Oslo or Lisbon", {"places": ["Oslo", "Lisbon"]}),
    ("north", "san francisco 2014", {"places": ["San Francisco"], "dates": [["2014-01-01", "2014-12-31"]]}),
    ("north", "in the USA", {"places": ["United States"]}),
    ("north", "uk", {"places": ["United Kingdom"]}),
    ("north", "Lisbon, Portugal", {"places": ["Lisbon"]}),
    ("north", "Lake Garda", {"places": ["Lake Garda"]}),
    ("north", "boats near Garda", {"labels_all": ["Boat"], "places": ["Lake Garda"]}),
    ("north", "dogs not in Italy", {"labels_all": ["Dog"], "places_none": ["Italy"]}),
    ("north", "outside of Norway", {"places_none": ["Norway"]}),
    ("north", "not in Italy or in Norway", {"places_none": ["Italy", "Norway"]}),
    ("south", "queenstown new zealand", {"places": ["Queenstown"]}),
    ("south", "Noah in Sydney or Perth", {"people_all": ["Noah"], "places": ["Sydney", "Perth"]}),
]

CAMERAS: list[Case] = [
    ("north", "taken with the Fuji", {"cameras": ["FUJIFILM X-T3"]}),
    ("north", "fujifilm x-t3", {"cameras": ["FUJIFILM X-T3"]}),
    ("north", "shot on my Pixel", {"cameras": ["Google Pixel 7", "Google Pixel 8 Pro"]}),
    ("north", "pixel 8 pro", {"cameras": ["Google Pixel 8 Pro"]}),
    ("north", "sony sunsets", {"cameras": ["SONY ILCE-7M3"], "labels_all": ["Sunset"]}),
    ("north", "canon eos r6", {"cameras": ["Canon EOS R6"]}),
    ("north", "canon r6 mark ii", {"cameras": ["Canon EOS R6 Mark II"]}),
    ("north", "not taken with the Sony", {"cameras_none": ["SONY ILCE-7M3"]}),
    ("north", "xf23mm", {"cameras": ["XF23mmF2 R WR"]}),
    ("north", "taken with my phone", {"cameras": ["Google Pixel 7", "Google Pixel 8 Pro"]}),
    ("south", "iphone 14 videos", {"cameras": ["Apple iPhone 14"], "media": ["video"]}),
    ("south", "panasonic in 2020", {"cameras": ["Panasonic DC-GH5"], "dates": [["2020-01-01", "2020-12-31"]]}),
]

LABELS: list[Case] = [
    ("north", "dogs", {"labels_all": ["Dog"]}),
    ("north", "kittens", {"labels_all": ["Cat"]}),
    ("north", "seaside", {"labels_all": ["Beach"]}),
    ("north", "the sea", {"labels_all": ["Ocean"]}),
    ("north", "bikes", {"labels_all": ["Bicycle"]}),
    ("north", "ships at sunset", {"labels_all": ["Boat", "Sunset"]}),
    ("north", "pony or puppy", {"labels_any": ["Horse", "Dog"]}),
    ("north", "christmas tree", {"labels_all": ["Christmas Tree"]}),
    ("north", "beach but no dogs", {"labels_all": ["Beach"], "labels_none": ["Dog"]}),
    ("north", "mountains with snow and without cars", {"labels_all": ["Mountain", "Snow"], "labels_none": ["Car"]}),
    ("north", "birthday party", {"labels_all": ["Birthday"]}),
    ("south", "kangaroos", {"labels_all": ["Kangaroo"]}),
    ("south", "surfers at dawn", {"labels_all": ["Surfing", "Sunrise"]}),
]

MEDIA: list[Case] = [
    ("north", "clips of Emil", {"media": ["video"], "people_all": ["Emil"]}),
    ("north", "photos and videos of Emil", {"people_all": ["Emil"]}),
    ("north", "videos or panoramas", {"media": ["video", "panorama"]}),
    ("north", "raw photos of birds", {"media": ["raw"], "labels_all": ["Bird"]}),
    ("north", "live photos from 2021", {"media": ["live"], "dates": [["2021-01-01", "2021-12-31"]]}),
    ("north", "slow-mo of the dog", {"media": ["slow_motion"], "labels_all": ["Dog"]}),
    ("north", "all but screenshots", {"media_none": ["screenshot"]}),
    ("north", "no videos or screenshots", {"media_none": ["video", "screenshot"]}),
    ("north", "favourite videos", {"favourite": True, "media": ["video"]}),
    ("north", "starred photos of cats", {"favourite": True, "labels_all": ["Cat"]}),
    ("north", "not favourites", {"favourite": False}),
    ("south", "fav selfies with Liv", {"favourite": True, "media": ["selfie"], "people_all": ["Olivia Walker"]}),
]

ALBUMS: list[Case] = [
    ("north", "Garden 2020", {"albums": ["Garden 2020"]}),
    ("north", "road trip", {"albums": ["Road Trip"]}),
    ("north", "the Road Trip album", {"albums": ["Road Trip"]}),
    ("north", "party", {"labels_all": ["Party"]}),
    ("north", "album Party", {"albums": ["Party"]}),
    ("north", "long way home", {"albums": ["The Long Way Home"]}),
    ("north", "album garden", {"albums": ["Garden 2020"]}),
    ("north", "not in any album", {"albums_none": ["*"]}),
    ("south", "dogs in the album Reef 2021", {"labels_all": ["Dog"], "albums": ["Reef 2021"]}),
]

TEXTS: list[Case] = [
    ("north", '"opening hours"', {"text": "opening hours"}),
    ("north", "screenshots with the text boarding pass", {"media": ["screenshot"], "text": "boarding pass"}),
    ("north", "sign saying no parking in Lisbon", {"text": "no parking", "places": ["Lisbon"], "free_text": "sign"}),
    ("north", 'documents containing the word "total"', {"labels_all": ["Document"], "text": "total"}),
    ("north", "DSCF1042", {"filename": "DSCF1042"}),
    ("north", "IMG_0077.HEIC", {"filename": "IMG_0077.HEIC"}),
    ("north", "*.mov from 2018", {"filename": "*.mov", "dates": [["2018-01-01", "2018-12-31"]]}),
    ("north", "P1010203", {"filename": "P1010203"}),
    ("north", "file:beach.png", {"filename": "beach.png"}),
    ("north", "person:Emil year:2015", {"people_all": ["Emil"], "dates": [["2015-01-01", "2015-12-31"]]}),
    ("north", "place:oslo is:favourite", {"places": ["Oslo"], "favourite": True}),
    ("north", 'about "green door"', {"free_text": "green door"}),
    ("north", "a green door with brass hinges", {"free_text": "green door brass hinges"}),
]

ORDER: list[Case] = [
    ("north", "newest 20 photos", {"limit": 20}),
    ("north", "oldest photos of Emil", {"sort": "oldest", "people_all": ["Emil"]}),
    ("north", "first 3 pictures of Ida", {"sort": "oldest", "limit": 3, "people_all": ["Ida"]}),
    ("north", "the first photo of Ida", {"sort": "oldest", "limit": 1, "people_all": ["Ida"]}),
    ("north", "last photo of Ida", {"limit": 1, "people_all": ["Ida"]}),
    ("north", "5 photos of castles", {"limit": 5, "labels_all": ["Castle"]}),
    ("north", "most recent videos", {"media": ["video"]}),
    ("south", "last 10 pics of Noah", {"limit": 10, "people_all": ["Noah"]}),
]

AGES: list[Case] = [
    ("north", "when Ida was 4", {"people_all": ["Ida"], "dates": [["2020-07-05", "2021-07-04"]]}),
    ("north", "Ida at 4", {"people_all": ["Ida"], "dates": [["2020-07-05", "2021-07-04"]]}),
    ("north", "4 year old Ida", {"people_all": ["Ida"], "dates": [["2020-07-05", "2021-07-04"]]}),
    ("north", "before Ida's birth", {"dates": [[None, "2016-07-04"]]}),
    ("north", "Tobias turning 40", {"people_all": ["Tobias"], "dates": [["2023-10-02", "2023-10-02"]]}),
    ("north", "Ida as a baby", {"people_all": ["Ida"], "dates": [["2016-07-05", "2018-07-04"]]}),
    ("north", "before Ida was 2", {"people_all": ["Ida"], "dates": [[None, "2018-07-04"]]}),
    ("north", "after Ida turned 6", {"people_all": ["Ida"], "dates": [["2022-07-05", None]]}),
    ("north", "before Emil was born", {"dates": [[None, "2012-02-28"]]}),
    ("north", "when I was 30", {"people_all": ["Clara Berger"], "dates": [["2014-05-11", "2015-05-10"]]}),
    ("north", "grandma's 70th birthday", {"people_all": ["Margarete Berger"], "dates": [["2018-12-20", "2018-12-20"]]}),
    ("north", "Ida's birthday", {"people_all": ["Ida"], "recurring": {"days": ["07-05"]}}),
    ("north", "Ida's birthday 2020", {"people_all": ["Ida"], "dates": [["2020-07-05", "2020-07-05"]]}),
    ("north", "Ida between 2 and 4", {"people_all": ["Ida"], "dates": [["2018-07-05", "2021-07-04"]]}),
    ("north", "Ida's first year", {"people_all": ["Ida"], "dates": [["2016-07-05", "2017-07-04"]]}),
    ("south", "my birthday", {"people_all": ["Olivia Walker"], "recurring": {"days": ["01-31"]}}),
    ("south", "Noah when he was 2", {"people_all": ["Noah"], "dates": [["2021-01-10", "2022-01-09"]]}),
]

SPELLING: list[Case] = [
    ("north", "Margaerte Berger", {"people_all": ["Margarete Berger"]}),
    ("north", "Tobais in Olso", {"people_all": ["Tobias"], "places": ["Oslo"]}),
    ("north", "Portugla", {"places": ["Portugal"]}),
    ("north", "sunest in Lisbon", {"labels_all": ["Sunset"], "places": ["Lisbon"]}),
    ("north", "screnshots", {"media": ["screenshot"]}),
    ("north", "Chritsmas 2019", {"dates": [["2019-12-24", "2019-12-26"]]}),
    ("north", "idas birthday", {"people_all": ["Ida"], "recurring": {"days": ["07-05"]}}),
    ("north", "a bite of cake", {"labels_all": ["Cake"], "free_text": "bite"}),
    ("north", "calm lake", {"labels_all": ["Lake"], "free_text": "calm"}),
    ("south", "kangroo", {"labels_all": ["Kangaroo"]}),
]

PREFIX: list[Case] = [
    ("north", "Tob", {"people_all": ["Tobias"]}),
    ("north", "photos of Emi", {"people_all": ["Emil"]}),
    ("north", "sunset in Por", {"labels_all": ["Sunset"], "places": ["Portugal"]}),
    ("north", "cats in San Fr", {"labels_all": ["Cat"], "places": ["San Francisco"]}),
    ("north", "between 2005 and Mar", {"dates": [["2005-01-01", "2025-03-31"]]}),
    ("north", "chris", {"recurring": {"holidays": ["christmas"]}}),
    ("north", "last sum", {"dates": [["2025-06-01", "2025-08-31"]]}),
    ("north", "favo", {"favourite": True}),
    ("north", "screensh", {"media": ["screenshot"]}),
    ("north", "Emil at the bea", {"people_all": ["Emil"], "labels_all": ["Beach"]}),
    ("south", "kang", {"labels_all": ["Kangaroo"]}),
]

WHOLE: list[Case] = [
    (
        "north",
        "find my favourite videos of Emil and Ida at the beach in Portugal last summer without Tobias",
        {
            "favourite": True,
            "media": ["video"],
            "people_all": ["Emil", "Ida"],
            "people_none": ["Tobias"],
            "labels_all": ["Beach"],
            "places": ["Portugal"],
            "dates": [["2025-06-01", "2025-08-31"]],
        },
    ),
    (
        "south",
        "surfing in Sydney on weekends since 2020",
        {
            "labels_all": ["Surfing"],
            "places": ["Sydney"],
            "recurring": {"weekdays": [6, 7]},
            "dates": [["2020-01-01", None]],
        },
    ),
    (
        "north",
        "dogs or cats in the garden, spring 2015, taken with the sony",
        {
            "labels_any": ["Dog", "Cat"],
            "labels_all": ["Garden"],
            "cameras": ["SONY ILCE-7M3"],
            "dates": [["2015-03-01", "2015-05-31"]],
        },
    ),
]

BY_KIND = {
    "people": PEOPLE,
    "faces": FACES,
    "ambiguous": AMBIGUOUS,
    "places": PLACES,
    "cameras": CAMERAS,
    "labels": LABELS,
    "media": MEDIA,
    "albums": ALBUMS,
    "texts": TEXTS,
    "order": ORDER,
    "ages": AGES,
    "spelling": SPELLING,
    "whole sentences": WHOLE,
}
