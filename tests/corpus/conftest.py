"""Tests on real photos, some with the recognition models."""

from tests.real_data import corpus, models_folder

__all__ = ["corpus", "models_folder"]
