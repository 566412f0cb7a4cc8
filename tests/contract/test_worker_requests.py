"""What a photo's way through the worker asks of the store, counted at a real one: each request is paid."""

import io
from dataclasses import replace

from shoebox.adapters.objects_s3 import RequestMeter, S3ObjectStore
from shoebox.application.notice import notice
from shoebox.domain.checksum import checksum_of_bytes
from tests.libraries import jpeg, library_in_memory
from tests.s3_stores import abilities_of, new_location, s3_client
from tests.servers import S3Server


def test_a_photo_costs_few_requests(s3_server: S3Server) -> None:
    """Two listings around three writes; told again, one listing and no write. Metadata are read twice."""
    client, meter = s3_client(s3_server), RequestMeter()
    objects = S3ObjectStore(client, new_location(s3_server), abilities_of(s3_server))
    library = replace(library_in_memory(), objects=objects)
    objects.put("originals/a.jpg", io.BytesIO(jpeg()), checksum=checksum_of_bytes(jpeg()))
    meter.attach(client)
    notice(library, "a.jpg", lambda: 1 << 40)
    first = meter.usage().requests
    notice(library, "a.jpg", lambda: 1 << 40)
    both = meter.usage().requests
    assert first == {"ListObjectsV2": 2, "HeadObject": 1, "GetObject": 3, "PutObject": 3}
    assert {name: both[name] - first[name] for name in both} == {
        "ListObjectsV2": 1,
        "HeadObject": 1,
        "GetObject": 2,
        "PutObject": 0,
    }
