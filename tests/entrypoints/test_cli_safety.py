"""`shoebox verify` and `shoebox copy`, as a person or a script uses them."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.entrypoints.test_cli import Owner
from tests.libraries import jpeg
from tests.s3_stores import new_location
from tests.servers import S3Server

Pictures = Callable[[dict[str, bytes]], Path]


@pytest.fixture
def owner(tmp_path: Path, pictures: Pictures) -> Owner:
    """Somebody with a library of three files."""
    owner = Owner(tmp_path)
    folder = pictures({"2007/a.jpg": jpeg("red"), "b.jpg": jpeg("blue"), "bad.jpg": b"bad"})
    code, _, errors = owner.run("sync", str(folder))
    assert code == 0, errors
    return owner


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, but those of unfinished writes."""
    files = (file for file in folder.rglob("*") if file.is_file() and ".shoebox-incoming" not in file.parts)
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def test_a_sound_library_is_verified(owner: Owner) -> None:
    """By its lists, in part and whole; no file is changed."""
    before = files_of(owner.library)
    for options in ([], ["--sample", "50"], ["--read"]):
        code, output, errors = owner.run("verify", *options)
        assert code == 0, output + errors
        assert output.startswith("3 originals")
        assert output.endswith("Nothing is missing or damaged.\n")
    assert files_of(owner.library) == before


def test_a_library_new_to_this_computer_is_verified_without_records(owner: Owner) -> None:
    """The archive alone is enough, and no records are made."""
    subprocess.run(["rm", "-r", str(owner.library.parent / ".local" / "state")], check=True)
    assert owner.run("verify", "--read")[0] == 0
    (owner.library / "metadata" / "b.jpg.json").write_bytes(b"{")
    code, output, _ = owner.run("verify")
    assert (code, "damaged: metadata/b.jpg.json" in output) == (5, True)


def test_damage_changes_the_exit_code(owner: Owner) -> None:
    """A lost thumbnail by the lists, a turned bit by reading; each with what to do."""
    (owner.library / "thumbnails" / "b.jpg.JPG").unlink()
    code, output, _ = owner.run("verify")
    assert (code, "missing: thumbnails/b.jpg.JPG" in output, "shoebox rebuild" in output) == (5, True, True)
    owner.run("rebuild")
    assert owner.run("verify")[0] == 0
    original = owner.library / "originals" / "2007" / "a.jpg"
    original.write_bytes(original.read_bytes()[:-1] + b"?")
    assert owner.run("verify")[0] == 0
    code, output, _ = owner.run("verify", "--read", "--json")
    told = json.loads(output)
    assert (code, told["originals"], told["objects_read"]) == (5, 3, 10)
    assert [(one["key"], one["problem"]) for one in told["findings"]] == [("originals/2007/a.jpg", "damaged")]


def test_a_copy_is_a_library_of_its_own(owner: Owner) -> None:
    """It lists the same photos, verifies, and copied again has nothing to do."""
    before, copy = owner.listing(), owner.library.parent / "Copy"
    code, output, errors = owner.run("copy", str(owner.library), str(copy))
    assert code == 0, errors
    assert output.startswith("12 copied, 0 present")
    assert files_of(copy) == files_of(owner.library)
    told = json.loads(owner.run("copy", "--json", "--fast", str(owner.library), str(copy))[1])
    assert (told["copied"], told["present"], told["problems"]) == (0, 12, [])
    subprocess.run(["rm", "-r", str(owner.library.parent / ".local" / "state")], check=True)
    owner.environment["SHOEBOX_LIBRARY"] = str(copy)
    assert owner.listing() == before
    assert owner.run("verify", "--read")[0] == 0


def test_a_copy_that_lags_behind_is_brought_up_to_date(
    owner: Owner, pictures: Callable[[dict[str, bytes]], Path]
) -> None:
    """What this computer knows of the one is not taken for known of the other, though both have one id."""
    folder = pictures({"early.jpg": jpeg("red")})
    owner.run("sync", str(folder))
    elsewhere = owner.library.parent / "Elsewhere"
    owner.run("copy", str(owner.library), str(elsewhere))
    pictures({"late.jpg": jpeg("blue")})
    owner.run("sync", str(folder))
    code, output, errors = owner.run("sync", str(folder), "--library", str(elsewhere))
    assert (code, "1 added" in output) == (0, True), output + errors
    assert (elsewhere / "originals" / "late.jpg").read_bytes() == jpeg("blue")


def test_a_copy_to_a_bucket_and_back_is_the_same(owner: Owner, s3_server: S3Server) -> None:
    """Through `s3://`, as a script gives it."""
    location = new_location(s3_server)
    bucket = f"s3://{location.bucket}/{location.prefix}?endpoint={s3_server.endpoint}&region=us-east-1"
    owner.environment |= {"AWS_ACCESS_KEY_ID": s3_server.access_key, "AWS_SECRET_ACCESS_KEY": s3_server.secret_key}
    back = owner.library.parent / "Back"
    for source, target in ((str(owner.library), bucket), (bucket, str(back))):
        code, _, errors = owner.run("copy", source, target)
        assert code == 0, errors
    assert files_of(back) == files_of(owner.library)
    code, output, errors = owner.run("verify", "--read", "--library", bucket)
    assert code == 0, output + errors


def test_damage_and_conflicts_have_their_exit_codes(owner: Owner) -> None:
    """5 for what is rotten here, 4 for what is different there; 2 and 3 where nothing can be copied."""
    library, copy = owner.library, owner.library.parent / "Copy"
    owner.run("copy", str(library), str(copy))
    (copy / "originals" / "b.jpg").write_bytes(b"?")
    code, output, _ = owner.run("copy", str(library), str(copy))
    assert (code, "conflict: originals/b.jpg" in output) == (4, True)
    (library / "originals" / "2007" / "a.jpg").write_bytes(b"?")
    (copy / "originals" / "2007" / "a.jpg").unlink()
    code, output, _ = owner.run("copy", str(library), str(copy))
    assert (code, "damaged: originals/2007/a.jpg" in output) == (5, True)
    assert owner.run("copy", str(library), str(library / "originals"))[0] == 2
    assert owner.run("copy", str(library), str(library))[0] == 2
    assert owner.run("copy", str(library.parent / "nowhere"), str(copy))[0] == 3
