"""The forecast of costs assumes what the stack and the adapters really do."""

from typing import Any

import pytest

from shoebox.adapters.objects_s3.store import PART_BYTES
from shoebox.domain import cost
from shoebox.domain.assumptions import ArchiveClass, Assumptions, Recognition
from shoebox.domain.collection import ARCHIVED_OVER, MULTIPART_FROM
from tests.cloudformation import TEMPLATE, Stack, read

ASSUMED = Assumptions()


@pytest.fixture(scope="module")
def template() -> dict[str, Any]:
    """The template as it is written."""
    return read(TEMPLATE.read_text(encoding="utf-8"))


def test_parameters_have_the_choices_and_defaults_of_the_forecast(template: dict[str, Any]) -> None:
    """Who changes a parameter finds the same word among the assumptions."""
    parameters = template["Parameters"]
    assert set(parameters["ArchiveClass"]["AllowedValues"]) == {member.value for member in ArchiveClass}
    assert parameters["ArchiveClass"]["Default"] == ASSUMED.archive_class.value
    assert set(parameters["Recognizer"]["AllowedValues"]) == {member.value for member in Recognition}
    assert parameters["Recognizer"]["Default"] == ASSUMED.recognition.value
    assert parameters["ArchiveAfterDays"]["Default"] == ASSUMED.archive_after
    assert parameters["NoncurrentDays"]["Default"] == ASSUMED.noncurrent_days
    assert parameters["MonthlyAnalysisCap"]["Default"] == ASSUMED.analysis_cap


def test_only_originals_above_the_bound_are_archived(template: dict[str, Any]) -> None:
    """The lifecycle rule and the forecast draw the line at the same size."""
    rules = Stack(template, {}).properties("Bucket")["LifecycleConfiguration"]["Rules"]
    (rule,) = (rule for rule in rules if rule.get("Prefix") == "originals/" and "Transitions" in rule)
    assert rule["ObjectSizeGreaterThan"] == ARCHIVED_OVER


@pytest.mark.parametrize(
    ("recognizer", "gigabytes"), [("rekognition", ASSUMED.function_gb), ("local", ASSUMED.local_gb)]
)
def test_the_worker_has_the_memory_that_is_paid_for(
    template: dict[str, Any], recognizer: str, gigabytes: float
) -> None:
    """Its size decides the price of a second."""
    stack = Stack(template, {"Recognizer": recognizer})
    assert stack.properties("Worker")["MemorySize"] / 1024 == pytest.approx(gigabytes, abs=0.01)


def test_calls_alarms_and_parts_are_counted_as_they_are_made(template: dict[str, Any]) -> None:
    """Messages a call, alarms of the stack, bytes of a part."""
    stack = Stack(template, {})
    (trigger,) = stack.of_type("Lambda::EventSourceMapping").values()
    assert trigger["BatchSize"] == cost.WORKER_BATCH
    assert len(stack.of_type("CloudWatch::Alarm")) == ASSUMED.alarms
    assert PART_BYTES == MULTIPART_FROM
