"""The stack: who may do what, how an event travels, and what emulators drop in silence."""

import shutil
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from shoebox.adapters.objects_s3.bucket import UPLOADS
from shoebox.adapters.records_dynamodb import table_definition
from shoebox.domain import keys
from shoebox.web.security import _HEADERS as HEADERS
from tests.cloudformation import TEMPLATE, Stack, listed, read

WITHOUT_RESOURCE = {
    "rekognition:DetectLabels": "looks at bytes sent along; the service knows no resource for it",
    "rekognition:DetectText": "the same",
}
"""Actions that may stand beside `Resource: "*"`, and why (AWS Service Authorization Reference)."""
STATEFUL = ("Bucket", "Table", "Collection")
ARCHIVE = (keys.ORIGINALS, keys.THUMBNAILS, keys.PREVIEWS, keys.METADATA, keys.VERSIONS, "library/", "index/")


@pytest.fixture(scope="module")
def template() -> dict[str, Any]:
    """The template as it is written."""
    return read(TEMPLATE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def stack(template: dict[str, Any]) -> Stack:
    """The stack with everything switched on."""
    return Stack(template, {"BudgetEmail": "owner@example.org", "DomainName": "photos.example.org"})


def allowed(stack: Stack, role: str) -> set[tuple[str, str]]:
    """Every pair of action and resource that a role or policy of the stack allows."""
    return {
        (action, resource)
        for name, statement in stack.statements()
        if name == role and statement["Effect"] == "Allow" and "Resource" in statement
        for action in listed(statement["Action"])
        for resource in listed(statement["Resource"])
    }


def prefixes(stack: Stack, role: str, action: str) -> set[str]:
    """Under which prefixes of the bucket a role may do something."""
    return {
        resource.removeprefix("Bucket.Arn/").removesuffix("*")
        for done, resource in allowed(stack, role)
        if done == action and resource.startswith("Bucket.Arn/")
    }


def lifecycle(stack: Stack) -> dict[str, dict[str, Any]]:
    """The lifecycle rules that are on, by their Id."""
    rules = stack.properties("Bucket")["LifecycleConfiguration"]["Rules"]
    return {rule["Id"]: rule for rule in rules if rule["Status"] == "Enabled"}


def test_nothing_is_allowed_by_wildcard_action(stack: Stack) -> None:
    """Every permission names its action in full."""
    allowing = [said for _, said in stack.statements() if said["Effect"] == "Allow"]
    granted = [action for said in allowing for action in listed(said["Action"])]
    assert granted
    assert not [action for action in granted if "*" in action]


def test_only_actions_without_resources_are_allowed_everywhere(stack: Stack) -> None:
    """`Resource: "*"` stands only where AWS knows no narrower one."""
    everywhere = {action for name in stack.resources for action, resource in allowed(stack, name) if resource == "*"}
    assert everywhere == set(WITHOUT_RESOURCE)


def test_nobody_outside_is_allowed_anything(stack: Stack) -> None:
    """Whom a policy trusts is one service of AWS, and it must act for a resource of this account."""
    for name, statement in stack.statements():
        if statement["Effect"] == "Allow" and "Principal" in statement:
            service = statement["Principal"]["Service"]
            assert service == "lambda.amazonaws.com" or "SourceArn" in str(statement["Condition"]), name


@pytest.mark.parametrize("role", ["WorkerRole", "WebRole", "UploaderPolicy"])
def test_nobody_deletes_objects_or_changes_the_bucket(stack: Stack, role: str) -> None:
    """Of the bucket, the programs read and write objects and list; no more."""
    done = {action for action, _ in allowed(stack, role) if action.startswith("s3:")}
    reading = {"s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectAttributes", "s3:ListBucket"}
    assert done <= reading | {"s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"}


def test_the_worker_writes_only_what_can_be_made_again(stack: Stack) -> None:
    """Originals, their versions and the owner's words are out of the worker's reach."""
    written = prefixes(stack, "WorkerRole", "s3:PutObject")
    assert written == {keys.THUMBNAILS, keys.PREVIEWS, keys.METADATA, "index/", UPLOADS}


def test_the_gallery_writes_only_the_owners_words(stack: Stack) -> None:
    """A fault in the gallery cannot touch a picture."""
    assert prefixes(stack, "WebRole", "s3:PutObject") == {keys.ENTRIES}


def test_the_uploader_reads_and_adds(stack: Stack) -> None:
    """A stolen laptop cannot see the records, name other resources or reach what is derived."""
    assert prefixes(stack, "UploaderPolicy", "s3:PutObject") == {keys.ORIGINALS, keys.VERSIONS, UPLOADS}
    assert {action.partition(":")[0] for action, _ in allowed(stack, "UploaderPolicy")} == {"s3"}


def test_nobody_scans_the_table(stack: Stack) -> None:
    """What a request costs does not grow with the library."""
    done = {action for name in stack.resources for action, _ in allowed(stack, name) if action.startswith("dynamodb:")}
    assert done == {f"dynamodb:{verb}" for verb in ("GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem")}


def test_prefixes_are_spelled_as_the_archive_spells_them(stack: Stack) -> None:
    """Every prefix of the bucket that the template names is one of the archive's or of the adapter's own."""
    rules = stack.properties("Bucket")["LifecycleConfiguration"]["Rules"]
    named = {rule["Prefix"] for rule in rules if "Prefix" in rule}
    for role in ("WorkerRole", "WebRole", "UploaderPolicy", "BucketPolicy"):
        for action in ("s3:GetObject", "s3:PutObject"):
            named |= prefixes(stack, role, action)
    assert named - {"", UPLOADS, ".shoebox-"} <= {*ARCHIVE, keys.ENTRIES}
    assert set(ARCHIVE) <= named
    assert UPLOADS.startswith(".shoebox-")


def test_the_worker_is_woken_by_originals_only(stack: Stack) -> None:
    """What the worker writes never wakes it."""
    told = stack.properties("Bucket")["NotificationConfiguration"]["QueueConfigurations"]
    filters = [rule for said in told for rule in said["Filter"]["S3Key"]["Rules"]]
    assert filters == [{"Name": "prefix", "Value": keys.ORIGINALS}] * len(told)
    assert {said["Event"] for said in told} == {"s3:ObjectCreated:*", "s3:ObjectRemoved:*"}
    assert not [prefix for prefix in prefixes(stack, "WorkerRole", "s3:PutObject") if keys.ORIGINALS.startswith(prefix)]


def test_the_queue_lets_the_bucket_in_before_the_bucket_asks(stack: Stack) -> None:
    """The bucket waits for the policy, which spells the bucket's name as the bucket does."""
    assert stack.resources["Bucket"]["DependsOn"] == "QueuePolicy"
    name = stack.properties("Bucket")["BucketName"]
    statement = stack.properties("QueuePolicy")["PolicyDocument"]["Statement"][0]
    assert statement["Condition"]["ArnEquals"] == {"aws:SourceArn": f"arn:aws:s3:::{name}"}


def test_a_message_is_not_given_out_twice_while_it_is_worked_on(stack: Stack) -> None:
    """The visibility timeout is six times the worker's, as Lambda's documentation asks."""
    assert stack.properties("Queue")["VisibilityTimeout"] >= 6 * stack.properties("Worker")["Timeout"]


def test_a_poison_file_stops_nothing(stack: Stack) -> None:
    """Only the messages that failed come back, a few times, and are kept for a fortnight."""
    assert stack.properties("WorkerTrigger")["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    redrive = stack.properties("Queue")["RedrivePolicy"]
    assert redrive == {"deadLetterTargetArn": "DeadLetters.Arn", "maxReceiveCount": 4}
    assert stack.properties("DeadLetters")["MessageRetentionPeriod"] == 14 * 86400


def test_concurrency_is_bounded_but_not_reserved(stack: Stack) -> None:
    """A reservation fails in a new account, whose quota is 10."""
    assert stack.properties("WorkerTrigger")["ScalingConfig"]["MaximumConcurrency"] == "5"
    assert not [said for said in stack.of_type("Lambda::Function").values() if "ReservedConcurrentExecutions" in said]


def test_every_function_is_as_the_package_is_built(stack: Stack) -> None:
    """Functions run on arm64 with the Python of the package, with a role and a log of their own, untraced."""
    functions = stack.of_type("Lambda::Function")
    logs = stack.of_type("Logs::LogGroup")
    assert set(functions) == {"Worker", "Web"}
    for name, said in functions.items():
        assert (said["Runtime"], said["Architectures"]) == ("python3.13", ["arm64"])
        assert said["Role"] == f"{name}Role.Arn"
        assert logs[said["LoggingConfig"]["LogGroup"]]["RetentionInDays"] == 30
        assert "TracingConfig" not in said
        assert "VpcConfig" not in said


@pytest.mark.parametrize("name", STATEFUL)
def test_what_cannot_be_had_again_outlives_the_stack(stack: Stack, name: str) -> None:
    """Stateful resources are retained, and named, without which a new stack could not adopt them."""
    resource = stack.resources[name]
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")
    named = {"Bucket": "BucketName", "Table": "TableName", "Collection": "CollectionId"}[name]
    assert resource["Properties"][named].startswith("shoebox")


def test_only_the_stateful_is_retained(stack: Stack) -> None:
    """Nothing else is left behind by a deleted stack."""
    retained = [name for name, said in stack.resources.items() if said.get("DeletionPolicy") == "Retain"]
    assert sorted(retained) == sorted(STATEFUL)


def test_the_table_is_the_one_the_program_expects(stack: Stack) -> None:
    """Keys, index and time to live are the adapter's own."""
    table = stack.properties("Table")
    expected = table_definition("shoebox")
    assert {name: table[name] for name in expected} == expected


def test_the_table_is_guarded(stack: Stack) -> None:
    """Records can be had back to the second, are not deleted by a slip, and cannot cost without bound."""
    table = stack.properties("Table")
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["DeletionProtectionEnabled"] is True
    assert table["OnDemandThroughput"]["MaxWriteRequestUnits"] <= 500


def test_the_bucket_is_private_versioned_and_encrypted(stack: Stack) -> None:
    """Nothing of the bucket can be made public; everything is kept as a version."""
    bucket = stack.properties("Bucket")
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(bucket["PublicAccessBlockConfiguration"]) == 4
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    rule = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"][0]
    assert rule["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    assert rule["BlockedEncryptionTypes"] == {"EncryptionType": ["SSE-C"]}


@pytest.mark.parametrize(("name", "action"), [("BucketPolicy", "s3:*"), ("QueuePolicy", "sqs:*")])
def test_only_encrypted_connections_are_taken(stack: Stack, name: str, action: str) -> None:
    """Plain HTTP is refused to everyone."""
    denied = [said for place, said in stack.statements() if place == name and said["Action"] == action]
    assert [said["Condition"] for said in denied] == [{"Bool": {"aws:SecureTransport": "false"}}]
    assert denied[0]["Effect"] == "Deny"
    assert denied[0]["Principal"] == "*"


def test_originals_are_written_once_unless_told_otherwise(template: dict[str, Any]) -> None:
    """Blind overwriting of originals is refused; parts of uploads, which carry no condition, are not."""

    def refusals(chosen: str) -> list[dict[str, Any]]:
        statements = Stack(template, {"WriteOnceOriginals": chosen}).statements()
        return [said for _, said in statements if said.get("Sid") == "NoOriginalIsOverwrittenBlindly"]

    assert refusals("false") == []
    (refusal,) = refusals("true")
    assert refusal["Resource"] == f"Bucket.Arn/{keys.ORIGINALS}*"
    assert refusal["Condition"] == {
        "Null": {"s3:if-none-match": "true", "s3:if-match": "true"},
        "Bool": {"s3:ObjectCreationOperation": "true"},
    }


def test_large_originals_are_archived_after_a_week(stack: Stack) -> None:
    """Originals and their versions of over 512 KB move; pictures, metadata and words never do."""
    moved = {said["Prefix"]: said for said in lifecycle(stack).values() if "Transitions" in said}
    assert set(moved) == {keys.ORIGINALS, keys.VERSIONS}
    for rule in moved.values():
        assert rule["Transitions"] == [{"StorageClass": "GLACIER_IR", "TransitionInDays": "7"}]
        assert rule["ObjectSizeGreaterThan"] == 512 << 10


def test_no_current_object_of_the_archive_expires(stack: Stack) -> None:
    """Only notes of interrupted uploads are deleted by age."""
    expiring = {said.get("Prefix") for said in lifecycle(stack).values() if "ExpirationInDays" in said}
    assert expiring == {".shoebox-"}


def test_noncurrent_versions_go_in_their_time(template: dict[str, Any], stack: Stack) -> None:
    """Replaced originals stay 90 days, or for ever; what can be made again goes the next day."""

    def days(of: Stack) -> dict[str, Any]:
        rules = [said for said in lifecycle(of).values() if "NoncurrentVersionExpiration" in said]
        return {said["Prefix"]: said["NoncurrentVersionExpiration"]["NoncurrentDays"] for said in rules}

    derived = {keys.THUMBNAILS: 1, keys.PREVIEWS: 1, "index/": 1, keys.METADATA: 30, ".shoebox-": 1}
    assert days(stack) == {**derived, keys.ORIGINALS: "90", keys.VERSIONS: "90", "library/": "90"}
    assert days(Stack(template, {"NoncurrentDays": "0"})) == derived


def test_invisible_leftovers_are_cleaned_up(stack: Stack) -> None:
    """Parts of abandoned uploads and delete markers with nothing behind them go, in the whole bucket."""
    rule = lifecycle(stack)["clean-up"]
    assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 7}
    assert rule["ExpiredObjectDeleteMarker"] is True
    assert "Prefix" not in rule


def test_nothing_is_archived_when_told_so(template: dict[str, Any]) -> None:
    """With ArchiveClass=STANDARD every original stays where it is."""
    rules = lifecycle(Stack(template, {"ArchiveClass": "STANDARD"}))
    assert rules
    assert not [said for said in rules.values() if "Transitions" in said]


def test_without_rekognition_nothing_of_it_is_there(template: dict[str, Any]) -> None:
    """Local models need no collection and no permission."""
    local = Stack(template, {"Recognizer": "local"})
    assert "Collection" not in local.resources
    actions = {action for _, said in local.statements() for action in listed(said["Action"])}
    assert not [action for action in actions if action.startswith("rekognition:")]
    assert local.properties("Worker")["MemorySize"] > 1769


def test_nothing_idle_costs(stack: Stack) -> None:
    """None of the resources has a price by the hour or the month."""
    kinds = {said["Type"] for said in stack.resources.values()}
    costly = ("AWS::EC2::", "AWS::KMS::", "AWS::WAFv2::", "AWS::ApiGateway", "AWS::RDS::", "AWS::SecretsManager::")
    assert not [kind for kind in kinds if kind.startswith(costly)]


def test_warnings_reach_the_owner(template: dict[str, Any], stack: Stack) -> None:
    """Dead letters, waiting messages, failing workers and the budget are told to the address that was given."""
    alarms = stack.of_type("CloudWatch::Alarm")
    assert {said["MetricName"] for said in alarms.values()} == {
        "ApproximateNumberOfMessagesVisible",
        "ApproximateAgeOfOldestMessage",
        "Errors",
    }
    assert all(said["AlarmActions"] == ["WarningTopic"] for said in alarms.values())
    told = stack.properties("Budget")["NotificationsWithSubscribers"]
    assert [said["Notification"]["Threshold"] for said in told] == [80, 100]
    quiet = Stack(template, {})
    assert not {"Budget", "WarningTopic"} & set(quiet.resources)
    assert not [said for said in quiet.of_type("CloudWatch::Alarm").values() if "AlarmActions" in said]


def test_only_the_distribution_may_call_the_gallery(stack: Stack) -> None:
    """The function's address takes signed requests of this distribution: both permissions are needed, and no others."""
    assert stack.properties("WebUrl")["AuthType"] == "AWS_IAM"
    permissions = list(stack.of_type("Lambda::Permission").values())
    assert {said["Action"] for said in permissions} == {"lambda:InvokeFunctionUrl", "lambda:InvokeFunction"}
    for said in permissions:
        assert said["Principal"] == "cloudfront.amazonaws.com"
        assert said["SourceArn"].endswith("distribution/Distribution")
        assert said.get("FunctionUrlAuthType") == "AWS_IAM" or said["InvokedViaFunctionUrl"] is True


def test_pictures_are_shown_to_signed_addresses_only(stack: Stack) -> None:
    """Every way to the bucket needs a signature, and there is one for each kind of picture."""
    distribution = stack.properties("Distribution")["DistributionConfig"]
    assert distribution["DefaultCacheBehavior"]["TargetOriginId"] == "web"
    pictures = [said for said in distribution["CacheBehaviors"] if said["TargetOriginId"] == "archive"]
    assert [said["TrustedKeyGroups"] for said in pictures] == [["SignerKeys"]] * 3
    assert stack.properties("SignerKeys")["KeyGroupConfig"]["Items"] == ["SignerPublicKey"]
    shown = {said["PathPattern"].removeprefix("/").partition("*")[0] for said in pictures}
    assert shown == {keys.THUMBNAILS, keys.PREVIEWS, keys.ORIGINALS}
    assert shown == prefixes(stack, "BucketPolicy", "s3:GetObject")


def test_addresses_of_the_gallery_are_not_taken_for_keys(stack: Stack) -> None:
    """/thumbnails/<id> is the gallery's; a thumbnail's key is the bucket's."""
    behaviours = stack.properties("Distribution")["DistributionConfig"]["CacheBehaviors"]
    patterns = [said["PathPattern"] for said in behaviours if said["TargetOriginId"] == "archive"]
    path = "2006/10/04/IMG 1.NEF"
    for key in (keys.thumbnail_key(path), keys.preview_key(path), keys.original_key(path)):
        assert [pattern for pattern in patterns if fnmatchcase(f"/{key}", pattern)], key
    for address in ("/thumbnails/", "/previews/", "/originals/"):
        assert not [pattern for pattern in patterns if fnmatchcase(address + "0" * 64, pattern)], address


def test_both_origins_are_asked_with_a_signature(stack: Stack) -> None:
    """Origin access control signs every request to the function and to the bucket."""
    controls = [said["OriginAccessControlConfig"] for said in stack.of_type("CloudFront::OriginAccessControl").values()]
    assert {said["OriginAccessControlOriginType"] for said in controls} == {"lambda", "s3"}
    assert {said["SigningBehavior"] for said in controls} == {"always"}
    origins = stack.properties("Distribution")["DistributionConfig"]["Origins"]
    assert [said["OriginAccessControlId"] for said in origins] == ["WebAccess", "ArchiveAccess"]


def test_pages_have_the_headers_of_the_application(stack: Stack) -> None:
    """What Lambda or CloudFront answer by themselves is as guarded as what the application answers."""
    config = stack.properties("PageHeaders")["ResponseHeadersPolicyConfig"]
    said = {item["Header"]: item["Value"] for item in config["CustomHeadersConfig"]["Items"]}
    guarded = config["SecurityHeadersConfig"]
    said["content-security-policy"] = guarded["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    said["referrer-policy"] = guarded["ReferrerPolicy"]["ReferrerPolicy"]
    assert "ContentTypeOptions" in guarded
    assert said == {name: value for name, value in HEADERS.items() if name != "x-content-type-options"}


def test_an_original_cannot_run_in_the_gallerys_name(stack: Stack) -> None:
    """Pictures come with a sandbox and are never sniffed, whatever the bucket says."""
    guarded = stack.properties("PictureHeaders")["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    assert guarded["ContentSecurityPolicy"] == {
        "ContentSecurityPolicy": "default-src 'none'; sandbox",
        "Override": True,
    }
    assert guarded["ContentTypeOptions"] == {"Override": True}


def test_cfn_lint_finds_nothing() -> None:
    """The template is valid where Shoebox is most used."""
    program = shutil.which("cfn-lint", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("cfn-lint is not installed beside this Python")
    command = [program, "--regions", "us-east-1", "eu-central-1", "--", str(TEMPLATE)]
    found = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (found.returncode, found.stdout) == (0, ""), found.stderr
