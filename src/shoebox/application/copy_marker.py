"""The object that tells an unfinished copy from a whole library."""

UNFINISHED_COPY = "COPY-UNFINISHED.json"
"""The first thing a copy writes and the last it removes.

Its name sorts before all others of an archive, so that making a new library there is refused: it "holds other things".
"""
