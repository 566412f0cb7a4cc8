"""English to a typed query, and back to English; and the reference matcher every index is tested against."""
