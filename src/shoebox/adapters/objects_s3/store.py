"""Objects in a bucket of Amazon S3 or of a server that speaks its language."""

import io
import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import batched, chain
from typing import TYPE_CHECKING, Any, BinaryIO

from botocore.exceptions import ClientError

from shoebox.adapters.objects_s3 import listing, multipart
from shoebox.adapters.objects_s3.abilities import Abilities
from shoebox.adapters.objects_s3.bucket import SHA256, Bucket, base64_of, checksum_from, content_type, time_of_answer
from shoebox.adapters.objects_s3.failures import status_of, taken, translated
from shoebox.adapters.objects_s3.location import Location
from shoebox.adapters.objects_s3.reading import opened
from shoebox.domain.checksum import Checksum, checksum_of, checksum_of_bytes, is_checksum
from shoebox.domain.errors import ConflictError, IntegrityError, NotFoundError, ShoeboxError, UsageError
from shoebox.ports import StoredObject

