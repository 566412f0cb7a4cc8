"""Some adapters need the recognition models."""

from tests.real_data import models_folder

__all__ = ["models_folder"]
