"""Sync: what is in the owner's folders is in the archive."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from shoebox.adapters.objects_folder import FolderObjectStore
from shoebox.adapters.recognizer_memory import MemoryRecognizer
from shoebox.application.library import Library, get_photo, read_metadata
from shoebox.application.recognize import recognize
from shoebox.application.sync import Outcome, Summary, plan, sync
from shoebox.domain import keys
from shoebox.domain.checksum import checksum_of_bytes
from shoebox.domain.errors import NotFoundError, UnavailableError
from shoebox.domain.photo import Analysis, Status
from shoebox.query.model import EVERYTHING
from tests.libraries import jpeg

Pictures = Callable[[dict[str, bytes]], Path]


def run(library: Library, *folders: Path) -> Summary:
    """Sync and return what happened."""
    return sync(library, plan(library.known_files, folders), workers=2, progress=lambda _: None)


def stored(library: Library, key: str) -> bytes:
    """An object's bytes."""
    with library.objects.open(key) as file:
        return file.read()


def test_a_photo_is_kept_byte_for_byte_and_found(library: Library, pictures: Pictures) -> None:
    """After a sync the original is in the archive under its own path, with pictures, metadata, record and index."""
    data = jpeg()
    summary = run(library, pictures({"2007/a.jpg": data}))
    assert summary.counts[Outcome.ADDED] == 1
    assert stored(library, "originals/2007/a.jpg") == data
    assert {found.key.split("/")[0] for found in library.objects.walk()} >= {"thumbnails", "previews", "metadata"}
    photo = get_photo(library, checksum_of_bytes(data))
    assert (photo.paths, photo.status) == (("2007/a.jpg",), Status.OK)
    assert [hit.id for hit in library.index.find(EVERYTHING).hits] == [photo.id]


def test_a_second_sync_has_nothing_to_do(library: Library, pictures: Pictures) -> None:
    """Unchanged files are not read again."""
    folder = pictures({"a.jpg": jpeg()})
    run(library, folder)
    again = plan(library.known_files, [folder])
    assert (again.tasks, again.unchanged) == ((), 1)


def test_a_changed_file_becomes_a_version(library: Library, pictures: Pictures) -> None:
    """The new bytes are the photo, the old ones stay under versions/, and the old photo is no longer shown."""
    old, new = jpeg("red"), jpeg("blue")
    run(library, pictures({"a.jpg": old}))
    run(library, pictures({"a.jpg": new}))
    assert stored(library, keys.original_key("a.jpg")) == new
    assert stored(library, keys.version_key("a.jpg", checksum_of_bytes(old))) == old
    assert [hit.id for hit in library.index.find(EVERYTHING).hits] == [checksum_of_bytes(new)]
    document = read_metadata(library, "a.jpg")
    assert document is not None
    assert document.previous == (checksum_of_bytes(old),)


def test_a_file_that_vanished_stays_in_the_archive(library: Library, pictures: Pictures) -> None:
    """Backup is not mirroring: what the owner deletes from a folder is still kept."""
    folder = pictures({"a.jpg": jpeg()})
    run(library, folder)
    (folder / "a.jpg").unlink()
    run(library, folder)
    assert library.objects.stat("originals/a.jpg") is not None


def test_equal_files_are_one_photo_with_two_paths(library: Library, pictures: Pictures) -> None:
    """Both paths are kept; the gallery shows one picture."""
    run(library, pictures({"a.jpg": jpeg(), "copy/b.jpg": jpeg()}))
    (hit,) = library.index.find(EVERYTHING).hits
    assert get_photo(library, hit.id).paths == ("a.jpg", "copy/b.jpg")
    assert stored(library, "originals/copy/b.jpg") == jpeg()


def test_two_folders_with_one_path_both_stay(library: Library, tmp_path: Path) -> None:
    """Different files that ask for the same archive path are both kept, whatever the order of later runs."""
    folders = [tmp_path / name for name in ("one", "two")]
    for folder, colour in zip(folders, ("red", "blue"), strict=True):
        folder.mkdir()
        (folder / "a.jpg").write_bytes(jpeg(colour))
    run(library, *folders)
    run(library, *reversed(folders))
    originals = {stored(library, found.key) for found in library.objects.walk(keys.ORIGINALS)}
    assert originals == {jpeg("red"), jpeg("blue")}
    assert not list(library.objects.walk(keys.VERSIONS))


def test_names_that_differ_in_case_or_unicode_form_are_two_photos(library: Library, pictures: Pictures) -> None:
    """Where the store tells them apart, each keeps its own name."""
    cafes = {"caf\u00e9.jpg": jpeg("green"), "cafe\u0301.jpg": jpeg("black")}
    names = {"a.jpg": jpeg("red"), "A.jpg": jpeg("blue"), **cafes}
    run(library, pictures(names))
    assert {found.key: stored(library, found.key) for found in library.objects.walk(keys.ORIGINALS)} == {
        f"originals/{name}": data for name, data in names.items()
    }


def test_a_name_that_is_not_utf_8_is_spelled_out(library: Library, pictures: Pictures) -> None:
    """Bytes that are no text are written %XX in the archive; the picture is kept."""
    folder = pictures({"a.jpg": jpeg()})
    (folder / os.fsdecode(b"caf\xe9\n.jpg")).write_bytes(jpeg("blue"))
    summary = run(library, folder)
    assert summary.failed == []
    assert stored(library, "originals/caf%E9%0A.jpg") == jpeg("blue")


def test_a_long_name_is_cut_and_kept(library: Library, pictures: Pictures) -> None:
    """A name that leaves no room for ".json" is shortened, with a checksum to keep it distinct."""
    run(library, pictures({"ä" * 125 + ".jpg": jpeg()}))
    (found,) = library.objects.walk(keys.ORIGINALS)
    assert len(found.key.removeprefix(keys.ORIGINALS).encode()) <= 240
    assert found.key.endswith(".jpg")


def test_links_are_followed_and_loops_end(library: Library, pictures: Pictures) -> None:
    """A linked file is kept; a link back to a folder above is told and visited once."""
    folder = pictures({"sub/a.jpg": jpeg()})
    (folder / "link.jpg").symlink_to(folder / "sub" / "a.jpg")
    (folder / "sub" / "loop").symlink_to(folder)
    summary = run(library, folder)
    assert {found.key for found in library.objects.walk(keys.ORIGINALS)} == {
        "originals/link.jpg",
        "originals/sub/a.jpg",
    }
    assert [Path(problem.path).name for problem in summary.plan.problems] == ["loop"]


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(library: Library, pictures: Pictures) -> None:
    """A dead link and a pipe are problems with a reason; the photo beside them is kept."""
    folder = pictures({"a.jpg": jpeg()})
    (folder / "dead.jpg").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe.jpg")
    summary = run(library, folder)
    assert summary.counts[Outcome.ADDED] == 1
    assert [Path(problem.path).name for problem in summary.plan.problems] == ["dead.jpg", "pipe.jpg"]
    assert all(problem.reason for problem in summary.plan.problems)


def test_a_file_that_vanishes_before_it_is_read_fails_alone(library: Library, pictures: Pictures) -> None:
    """The run goes on and the file is listed with the reason."""
    folder = pictures({"a.jpg": jpeg("red"), "b.jpg": jpeg("blue")})
    work = plan(library.known_files, [folder])
    (folder / "a.jpg").unlink()
    summary = sync(library, work, workers=1, progress=lambda _: None)
    assert (summary.counts[Outcome.FAILED], summary.counts[Outcome.ADDED]) == (1, 1)
    assert "No such file" in summary.failed[0].reason


def test_what_cannot_be_decoded_is_backed_up_and_set_aside(library: Library, pictures: Pictures) -> None:
    """Empty, truncated and foreign files are kept; the summary and the photo say why they are not shown."""
    files = {"empty.jpg": b"", "cut.jpg": jpeg(size=(400, 300))[:900], "text.jpg": b"not a picture"}
    summary = run(library, pictures(files))
    assert summary.counts[Outcome.SET_ASIDE] == 3
    assert all(problem.reason for problem in summary.set_aside)
    for name, data in files.items():
        assert stored(library, f"originals/{name}") == data
        assert get_photo(library, checksum_of_bytes(data)).reason


class BrokenRecognizer(MemoryRecognizer):
    """A recogniser with a bug."""

    def analyze(self, preview: bytes) -> Analysis:
        """Fail, whatever the picture."""
        raise ZeroDivisionError(len(preview))


def test_backup_does_not_depend_on_recognition(library: Library, pictures: Pictures) -> None:
    """A recogniser that fails costs labels and faces, nothing else; later they are made up for."""
    run(replace(library, recognizer=BrokenRecognizer()), pictures({"a.jpg": jpeg("red")}))
    photo = get_photo(library, checksum_of_bytes(jpeg("red")))
    assert (photo.status, photo.labels) == (Status.OK, ())
    assert recognize(library, workers=1) == 1
    assert get_photo(library, photo.id).labels
    assert recognize(library, workers=1) == 0


def test_litter_is_ignored(library: Library, pictures: Pictures) -> None:
    """What operating systems leave in folders is not the owner's."""
    work = plan(
        library.known_files, [pictures({".DS_Store": b"x", "Thumbs.db": b"x", "@eaDir/a.jpg": jpeg(), "a.jpg": jpeg()})]
    )
    assert ([task.file.name for task in work.tasks], work.ignored) == (["a.jpg"], 3)


def test_a_new_sidecar_tells_about_a_known_photo(library: Library, pictures: Pictures) -> None:
    """A sidecar that comes later is kept and changes what is known; the photo's bytes are not copied again."""
    sidecar = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></rdf:RDF></x:xmpmeta>'
    )
    run(library, pictures({"a.jpg": jpeg()}))
    summary = run(library, pictures({"a.jpg.xmp": sidecar.encode()}))
    assert summary.counts[Outcome.SIDECAR] == 1
    assert get_photo(library, checksum_of_bytes(jpeg())).facts.rating == 4
    assert stored(library, "originals/a.jpg.xmp") == sidecar.encode()
    run(library, pictures({"a.jpg.xmp": sidecar.replace('"4"', '"1"').encode()}))
    assert get_photo(library, checksum_of_bytes(jpeg())).facts.rating == 1


def test_the_library_inside_a_source_is_left_out(library: Library, pictures: Pictures) -> None:
    """Backing up a home folder does not back up the archive into itself."""
    folder = pictures({"a.jpg": jpeg(), "Shoebox/originals/b.jpg": jpeg("blue")})
    work = plan(library.known_files, [folder], without=folder / "Shoebox")
    assert [task.file.name for task in work.tasks] == ["a.jpg"]


def test_a_source_that_is_not_there_is_an_error(library: Library, tmp_path: Path) -> None:
    """An unmounted disk is told; nothing happens."""
    with pytest.raises(NotFoundError):
        plan(library.known_files, [tmp_path / "nowhere"])


def test_an_archive_that_fails_stops_the_run(library: Library, pictures: Pictures, tmp_path: Path) -> None:
    """A full or unplugged disk ends the run at once, instead of failing for each file."""
    (tmp_path / "disk").write_bytes(b"a file where the folder should be")
    broken = replace(library, objects=FolderObjectStore(tmp_path / "disk"))
    with pytest.raises(UnavailableError) as caught:
        run(broken, pictures({"a.jpg": jpeg()}))
    assert caught.value.hint
