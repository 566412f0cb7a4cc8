"""Text made comparable: folding, plural forms, words, and the tokens of a typed query.

`words_of` is what indexes must reproduce for text and free text: an SQLite FTS5 table with the `ascii` tokenizer over
`" ".join(words_of(...))` has these very tokens, for every character beyond ASCII is a token character to it.
"""

import re
import unicodedata
from dataclasses import dataclass

MAXIMUM_CHARACTERS = 1000
MAXIMUM_TOKENS = 64

IRREGULAR_PLURALS = {
    "calves": "calf",
    "children": "child",
    "feet": "foot",
    "geese": "goose",
    "halves": "half",
    "knives": "knife",
    "leaves": "leaf",
    "loaves": "loaf",
    "men": "man",
    "mice": "mouse",
    "people": "person",
    "scarves": "scarf",
    "shelves": "shelf",
    "teeth": "tooth",
    "wolves": "wolf",
    "women": "woman",
}
_SILENT_E = ("se", "xe", "ze", "oe", "che", "she")
_PLURAL = re.compile(r"[a-z0-9]{3,}(?<![sui])s")

_WORD = re.compile(r"[^\W_]+|[\u2600-\u27bf\U0001f000-\U0001faff]")
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[\u2600-\u27bf\U0001f000-\U0001faff]")
_APOSTROPHES = str.maketrans("\u2018\u2019\u02bc\u0060\u00b4\u201c\u201d\u201e\u00ab\u00bb", "'''''" + '"' * 5)
_LETTERS_WITHOUT_PARTS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "\u0131": "i"})


def fold(text: str) -> str:
    """`text` without regard to case, accents and spacing: "  José  M" becomes "jose m"."""
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(character for character in parts if not unicodedata.combining(character))
        text = text.translate(_LETTERS_WITHOUT_PARTS)
    return " ".join(text.casefold().split())


def stem(word: str) -> str:
    """A form that a folded word and its plural share: city, cities; box, boxes; child, children. Not a word itself."""
    word = IRREGULAR_PLURALS.get(word, word)
    if _PLURAL.fullmatch(word):
        word = word[:-1]
    if word.endswith("ie") and len(word) > 4:
        return word[:-2] + "y"
    return word[:-1] if word.endswith(_SILENT_E) and len(word) > 3 else word


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, folded and stemmed: runs of letters and digits, and single emoji."""
    return tuple(stem(word) for word in _WORD.findall(fold(text)))


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a query: `text[start:end]` of the cleaned text, `gap` what stands before it, `key` what it compares by.

    A possessive s is taken off the key and remembered; other apostrophes are dropped from it.
    """

    key: str
    start: int
    end: int
    gap: str
    possessive: bool = False


def clean(text: str) -> str:
    """`text` in NFKC, with plain quotes, without control and direction characters, at most 1,000 characters."""
    text = unicodedata.normalize("NFKC", text[:MAXIMUM_CHARACTERS]).translate(_APOSTROPHES)
    kept = (" " if character.isspace() else character for character in text)
    return "".join(character for character in kept if unicodedata.category(character)[0] != "C")[:MAXIMUM_CHARACTERS]


def tokenise(text: str) -> tuple[Token, ...]:
    """The first 64 words of a cleaned text."""
    tokens: list[Token] = []
    behind = 0
    for match in _TOKEN.finditer(text):
        if len(tokens) == MAXIMUM_TOKENS:
            break
        word = fold(match[0])
        possessive = word.endswith("'s")
        key = word.removesuffix("'s").replace("'", "")
        tokens.append(Token(key, match.start(), match.end(), text[behind : match.start()], possessive))
        behind = match.end()
    return tuple(tokens)


def keys_of(name: str) -> tuple[str, ...]:
    """The keys of a name's tokens, for comparing names with queries."""
    return tuple(token.key for token in tokenise(clean(name)))
