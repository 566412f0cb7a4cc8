"""Objects in an S3-compatible store: Amazon's, or a server of the owner's."""

from shoebox.adapters.objects_s3.abilities import AMAZON, Abilities
from shoebox.adapters.objects_s3.client import connect
from shoebox.adapters.objects_s3.location import Location, parse_location
from shoebox.adapters.objects_s3.meters import RequestMeter, Usage
from shoebox.adapters.objects_s3.probe import probe
from shoebox.adapters.objects_s3.store import S3ObjectStore

__all__ = [
    "AMAZON",
    "Abilities",
    "Location",
    "RequestMeter",
    "S3ObjectStore",
    "Usage",
    "connect",
    "parse_location",
    "probe",
]
