"""What a library costs in AWS: a pure calculation, line by line, from a collection, assumptions and prices.

docs/cost.md explains every line, and what is left out. GiB are 2^30 bytes, as S3 bills; a month has 30.44 days.
"""

import math
from dataclasses import dataclass, replace

from shoebox.domain.assumptions import ArchiveClass, Assumptions, Recognition
from shoebox.domain.collection import MULTIPART_FROM, Collection, Files
from shoebox.domain.prices import Figure, Prices

DAYS_PER_MONTH = 365.25 / 12
WEEKS_PER_MONTH = DAYS_PER_MONTH / 7
KIB_PER_GIB = 2**20
DERIVED_OBJECTS = 3
"""A thumbnail, a preview and a metadata document for each picture."""
_MULTIPART_EXTRA = 2
"""To begin an upload in parts, to note it and to complete it takes three requests, not one."""
_LIST_PAGE = 1000
WORKER_BATCH = 5
"""Messages that one call of the worker handles."""
_DEEP_ARCHIVE_KIB = 32
_DEEP_ARCHIVE_NAME_KIB = 8
"""What S3 adds to each object in Deep Archive, in that class and in Standard (S3 user guide)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a bill: `amount` units at a `price`, of which `free` units cost nothing."""

    group: str
    what: str
    amount: float
    price: Figure
    free: float = 0.0

    @property
    def billed(self) -> float:
        """The units that are paid for."""
        return max(0.0, self.amount - self.free)

    @property
    def cost(self) -> float:
        """In the currency of the price table."""
        return self.price.cost(self.billed)


@dataclass(frozen=True, slots=True)
class Bill:
    """Lines that are paid together."""

    lines: tuple[Line, ...]

    @property
    def total(self) -> float:
        """The sum of the lines."""
        return sum(line.cost for line in self.lines)

    def of(self, group: str) -> float:
        """The sum of the lines of one group."""
        return sum(line.cost for line in self.lines if line.group == group)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the import costs once, what a month costs afterwards, and what reading everything back would cost.

    `analysis_months` is how long the monthly cap makes Rekognition take over the pictures; None: for ever.
    """

    one_off: Bill
    monthly: Bill
    restore: Bill
    analysis_months: int | None

    def over(self, years: float) -> float:
        """The import and `years` of keeping, without growth and without a restore."""
        return self.one_off.total + 12 * years * self.monthly.total


@dataclass(frozen=True, slots=True)
class _Rule:
    """What the archive class costs; `least_days` are paid for even if an object goes earlier.

    `settling` is what a GiB costs before it has sunk to the lowest tier, `monitoring` what watching it does.
    """

    storage: Figure
    request: Figure
    transition: Figure | None = None
    retrieval: Figure | None = None
    settling: Figure | None = None
    monitoring: Figure | None = None
    least_days: float = 0.0


@dataclass(frozen=True, slots=True)
class _Case:
    """One question: what the functions below share."""

    collection: Collection
    assumptions: Assumptions
    prices: Prices
    rule: _Rule

    @property
    def archived(self) -> Files:
        """Originals that S3 moves to the archive class."""
        if self.assumptions.archive_class is ArchiveClass.STANDARD:
            return Files()
        return self.collection.medium + self.collection.large

    @property
    def hot(self) -> Files:
        """Originals that stay in Standard."""
        if self.assumptions.archive_class is ArchiveClass.STANDARD:
            return self.collection.files
        return self.collection.small

    @property
    def faces(self) -> float:
        return self.collection.pictures * self.collection.faces_per_picture

    def free(self, allowance: Figure, months: float = 1.0) -> float:
        """What AWS gives for nothing in so many months."""
        return allowance.value * months if self.assumptions.free_tier else 0.0


def forecast(collection: Collection, assumptions: Assumptions, prices: Prices) -> Forecast:
    """What `collection` costs under `assumptions`, at `prices`."""
    case = _Case(collection, assumptions, prices, _rule(assumptions.archive_class, prices))
    return Forecast(
        one_off=Bill((*_import_storage(case), *_recognition(case), *_import_work(case))),
        monthly=Bill((*_storage(case), *_use(case), *_table(case), *_work(case), *_delivery(case))),
        restore=Bill(_restore(case)),
        analysis_months=_analysis_months(collection, assumptions),
    )


def _analysis_months(collection: Collection, assumptions: Assumptions) -> int | None:
    if assumptions.recognition is not Recognition.REKOGNITION or not collection.pictures:
        return 0
    return math.ceil(collection.pictures / assumptions.analysis_cap) if assumptions.analysis_cap else None


def _rule(archive_class: ArchiveClass, prices: Prices) -> _Rule:
    match archive_class:
        case ArchiveClass.STANDARD:
            return _Rule(prices.standard_storage, prices.standard_get)
        case ArchiveClass.INTELLIGENT_TIERING:
            return _Rule(
                prices.intelligent_archive_storage,
                prices.standard_get,
                prices.intelligent_transition,
                retrieval=_promotion(prices),
                settling=_promotion(prices),
                monitoring=prices.intelligent_monitoring,
            )
        case ArchiveClass.GLACIER_IR:
            return _Rule(
                prices.glacier_instant_storage,
                prices.glacier_instant_get,
                prices.glacier_instant_transition,
                prices.glacier_instant_retrieval,
                least_days=90,
            )
        case ArchiveClass.DEEP_ARCHIVE:
            return _Rule(
                prices.deep_archive_storage,
                prices.deep_archive_bulk_request,
                prices.deep_archive_transition,
                prices.deep_archive_bulk_retrieval,
                least_days=180,
            )


def _promotion(prices: Prices) -> Figure:
    """What 30 days in Intelligent-Tiering's frequent tier and 60 in its infrequent one cost more than in the lowest.

    A new object sinks through them, and so does one that was read (S3 user guide).
    """
    lowest, frequent = prices.intelligent_archive_storage, prices.intelligent_frequent_storage
    extra = 30 * (frequent.value - lowest.value) + 60 * (prices.intelligent_infrequent_storage.value - lowest.value)
    return replace(lowest, name="intelligent_promotion", unit="GiB", value=max(0.0, extra / DAYS_PER_MONTH))


def _import_storage(case: _Case) -> tuple[Line, ...]:
    collection, prices = case.collection, case.prices
    parts = collection.large.bytes / MULTIPART_FROM + _MULTIPART_EXTRA * collection.large.number
    months = case.assumptions.archive_after / DAYS_PER_MONTH
    lines = [
        Line("requests", "PUT originals", collection.files.number + parts, prices.standard_put),
        Line(
            "requests",
            "PUT thumbnails, previews, metadata",
            DERIVED_OBJECTS * collection.pictures,
            prices.standard_put,
        ),
        Line("requests", "GET originals, by the worker", collection.files.number, prices.standard_get),
        Line("storage", "originals wait in Standard", case.archived.gib * months, prices.standard_storage),
    ]
    if case.rule.transition is not None:
        lines.append(Line("storage", "move to the archive class", case.archived.number, case.rule.transition))
    if case.rule.settling is not None:
        lines.append(Line("storage", "90 days in dearer tiers", case.archived.gib, case.rule.settling))
    return tuple(lines)


def _recognition(case: _Case) -> tuple[Line, ...]:
    if case.assumptions.recognition is not Recognition.REKOGNITION:
        return ()
    assumptions, prices, pictures = case.assumptions, case.prices, case.collection.pictures
    shown = pictures * case.collection.people_share
    searches = case.faces * assumptions.searches_per_face
    labelled, read = pictures * assumptions.labelled_share, pictures * assumptions.text_share
    return (
        Line("recognition", "Rekognition labels", labelled, prices.rekognition_label_image),
        Line("recognition", "Rekognition faces", shown, prices.rekognition_face_image),
        Line("recognition", "Rekognition searches to group faces", searches, prices.rekognition_face_image),
        Line("recognition", "Rekognition text", read, prices.rekognition_label_image),
    )


def _import_work(case: _Case) -> tuple[Line, ...]:
    collection, assumptions, prices = case.collection, case.assumptions, case.prices
    files, months = collection.files.number, assumptions.import_months
    seconds, memory = _worker(collection, assumptions)
    return (
        Line("table", "table writes", collection.pictures * assumptions.table_writes, prices.table_write),
        Line(
            "functions",
            "worker time",
            seconds * memory,
            prices.function_time,
            case.free(prices.free_function_time, months),
        ),
        Line(
            "functions",
            "worker calls",
            files / WORKER_BATCH,
            prices.function_request,
            case.free(prices.free_function_requests, months),
        ),
        Line(
            "queue",
            "queue requests",
            files * assumptions.queue_requests,
            prices.queue_request,
            case.free(prices.free_queue_requests, months),
        ),
        Line(
            "monitoring",
            "logs",
            files * assumptions.log_kib / KIB_PER_GIB,
            prices.log_ingestion,
            case.free(prices.free_log_ingestion, months),
        ),
    )


def _worker(collection: Collection, assumptions: Assumptions) -> tuple[float, float]:
    """The seconds that the worker takes for all pictures, and its memory in GB."""
    raw = collection.photos * collection.raw_share
    seconds = (
        raw * assumptions.raw_seconds
        + (collection.photos - raw) * assumptions.photo_seconds
        + collection.videos * assumptions.video_seconds
    )
    match assumptions.recognition:
        case Recognition.NONE:
            return seconds, assumptions.function_gb
        case Recognition.LOCAL:
            return seconds + collection.pictures * assumptions.local_seconds, assumptions.local_gb
        case Recognition.REKOGNITION:
            return seconds + collection.pictures * assumptions.rekognition_seconds, assumptions.function_gb


def _storage(case: _Case) -> tuple[Line, ...]:
    assumptions, prices, pictures = case.assumptions, case.prices, case.collection.pictures
    standard = prices.standard_storage
    kept_months = max(assumptions.noncurrent_days, case.rule.least_days) / DAYS_PER_MONTH
    replaced = case.archived.gib * assumptions.replaced_share * kept_months
    replaced_hot = case.hot.gib * assumptions.replaced_share * assumptions.noncurrent_days / DAYS_PER_MONTH

    def made(what: str, kib: float) -> Line:
        return Line("storage", what, pictures * kib / KIB_PER_GIB, standard)

    lines = [
        Line("storage", "originals in the archive class", case.archived.gib, case.rule.storage),
        Line("storage", "originals in Standard", case.hot.gib, standard),
        Line("storage", "earlier versions in the archive class", replaced, case.rule.storage),
        Line("storage", "earlier versions in Standard", replaced_hot, standard),
        made("previews", assumptions.preview_kib),
        made("thumbnails", assumptions.thumbnail_kib),
        made("metadata", assumptions.metadata_kib),
        made("search index", assumptions.index_kib),
    ]
    if case.rule.monitoring is not None:
        lines.append(Line("storage", "watching originals", case.archived.number, case.rule.monitoring))
    if assumptions.archive_class is ArchiveClass.DEEP_ARCHIVE:
        number = case.archived.number
        overhead, names = number * _DEEP_ARCHIVE_KIB / KIB_PER_GIB, number * _DEEP_ARCHIVE_NAME_KIB / KIB_PER_GIB
        lines.append(Line("storage", "what Deep Archive adds to each object", overhead, case.rule.storage))
        lines.append(Line("storage", "names of objects in Deep Archive", names, standard))
    return tuple(lines)


def _use(case: _Case) -> tuple[Line, ...]:
    """Requests to S3 and what reading archived originals costs."""
    assumptions, prices, collection = case.assumptions, case.prices, case.collection
    objects = collection.files.number + DERIVED_OBJECTS * collection.pictures
    viewed = assumptions.thumbnails_viewed + assumptions.previews_viewed if collection.pictures else 0.0
    lines = [
        Line("requests", "LIST for the weekly check", objects / _LIST_PAGE * WEEKS_PER_MONTH, prices.standard_put),
        Line("requests", "GET thumbnails and previews", viewed, prices.standard_get),
        Line("requests", "PUT the search index", assumptions.index_builds, prices.standard_put),
    ]
    share = assumptions.opened_share + assumptions.verified_share
    request = case.rule.request
    lines.append(Line("requests", "GET originals", case.archived.number * share, request))
    lines.append(Line("requests", "GET originals in Standard", case.hot.number * share, prices.standard_get))
    if case.rule.retrieval is not None:
        lines.append(Line("retrieval", "read originals", case.archived.gib * share, case.rule.retrieval))
    return tuple(lines)


def _table(case: _Case) -> tuple[Line, ...]:
    assumptions, prices = case.assumptions, case.prices
    gib = case.collection.pictures * assumptions.table_kib / KIB_PER_GIB
    reads = assumptions.pages_viewed * assumptions.table_reads
    lines = [
        Line("table", "table", gib, prices.table_storage, case.free(prices.free_table_storage)),
        Line("table", "table's recovery to any second", gib, prices.table_recovery),
        Line("table", "table reads", reads, prices.table_read),
    ]
    if assumptions.recognition is Recognition.REKOGNITION:
        kept = case.faces * assumptions.kept_face_share
        lines.append(Line("recognition", "faces kept by Rekognition", kept, prices.rekognition_face_storage))
    return tuple(lines)


def _work(case: _Case) -> tuple[Line, ...]:
    assumptions, prices = case.assumptions, case.prices
    index = assumptions.index_builds * assumptions.index_seconds * case.collection.pictures / 1000
    time, calls = (
        assumptions.pages_viewed * assumptions.page_seconds + index,
        assumptions.pages_viewed + assumptions.index_builds,
    )
    logs = calls * assumptions.log_kib / KIB_PER_GIB
    polls = assumptions.queue_polls
    return (
        Line("functions", "pages and index", time, prices.function_time, case.free(prices.free_function_time)),
        Line("functions", "calls", calls, prices.function_request, case.free(prices.free_function_requests)),
        Line("queue", "asking the queue", polls, prices.queue_request, case.free(prices.free_queue_requests)),
        Line("monitoring", "logs", logs, prices.log_ingestion, case.free(prices.free_log_ingestion)),
        Line("monitoring", "alarms", assumptions.alarms, prices.alarm, case.free(prices.free_alarms)),
    )


def _delivery(case: _Case) -> tuple[Line, ...]:
    """CloudFront to browsers; what `verify` reads goes out of S3 directly."""
    assumptions, prices, files = case.assumptions, case.prices, case.collection.files
    seen = 1.0 if case.collection.pictures else 0.0
    kib = (
        assumptions.thumbnails_viewed * assumptions.thumbnail_kib
        + assumptions.previews_viewed * assumptions.preview_kib
    )
    requests = assumptions.pages_viewed + seen * (assumptions.thumbnails_viewed + assumptions.previews_viewed)
    delivered = seen * kib / KIB_PER_GIB + files.gib * assumptions.opened_share
    verified = files.gib * assumptions.verified_share
    free_bytes, free_requests = case.free(prices.free_cloudfront_egress), case.free(prices.free_cloudfront_requests)
    free_calls = case.free(prices.free_cloudfront_functions)
    return (
        Line("delivery", "pictures to browsers", delivered, prices.cloudfront_egress, free_bytes),
        Line("delivery", "requests of browsers", requests, prices.cloudfront_request, free_requests),
        Line("delivery", "CloudFront's function", requests, prices.cloudfront_function, free_calls),
        Line("delivery", "originals to 'verify'", verified, prices.s3_egress, case.free(prices.free_s3_egress)),
    )


def _restore(case: _Case) -> tuple[Line, ...]:
    """Every original read once, to a computer outside AWS."""
    prices, files = case.prices, case.collection.files
    egress = Line("delivery", "originals out of AWS", files.gib, prices.s3_egress, case.free(prices.free_s3_egress))
    requests = (
        Line("requests", "GET archived originals", case.archived.number, case.rule.request),
        Line("requests", "GET originals in Standard", case.hot.number, prices.standard_get),
    )
    if case.rule.retrieval is None:
        return (*requests, egress)
    return (*requests, Line("retrieval", "read the archive class", case.archived.gib, case.rule.retrieval), egress)
