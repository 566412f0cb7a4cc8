"""The only package that touches image libraries: decoding, metadata, thumbnails, placeholders, video frames."""

from shoebox.domain.photo import ToolVersion

RENDERER = ToolVersion("shoebox-imaging", "1")
"""Kept with every result; a new version makes pictures and facts anew when an original is ingested again."""
