"""The only package that touches image libraries: decoding, metadata, thumbnails, placeholders, video frames."""
