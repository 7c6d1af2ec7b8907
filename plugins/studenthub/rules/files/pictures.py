"""Checks of pictures: missing and damaged files, and personal data in their metadata."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from studenthub.pictures import DRAWINGS, ENDINGS, Facts
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.rules.files.disk import LARGEST_PICTURE, PICTURES, content, is_figure, size
from studenthub.rules.finding import Finding
from studenthub.rules.privacy import patients, personal_data
from studenthub.source.files import FileOnDisk, near_file
from studenthub.source.problems import shortened
from studenthub.source.text import Place, Text

_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)
#: Bytes from which on a picture can nearly always be made smaller.
_LARGE = 500 * 1024
#: Fewer bytes are no picture of any kind, and show nothing.
_SMALLEST = 16
#: Words in the metadata of a picture that suggest a patient.
_PATIENT = re.compile(
    r"\b[Pp]atients?(?:['’]s)?(?: name)?:? (?=[A-Z])|\bPt:? (?=[A-Z])|\b(?i:ward|bed|theatre|folder|MRN|DOB|hosp\w* no)"
    r"\b[ .:#]*(?i:no\b)?[ .:#]*[A-Z]?\d"
)
_CONFIDENTIAL = (
    personal_data.identity_number,
    personal_data.labelled_identity_number,
    personal_data.telephone_number,
    personal_data.folder_number,
    personal_data.date_of_birth,
    patients.patient_name,
)
_STRIPPED = "the hub leaves it out of the page, but here everybody can read it"


def missing_picture(checked: Checked) -> Iterator[Finding]:
    """The picture at the head of an article is there.

    Wrong: image: and under it src: articles/sleep/coridor.jpg
    Right: image: and under it src: articles/sleep/corridor.jpg
    """
    for article in checked.catalogue.articles:
        if article.image and article.image.src:
            here = posixpath.dirname(posixpath.relpath(article.path, checked.settings.docs_dir))
            names = (posixpath.normpath(article.image.src), posixpath.normpath(posixpath.join(here, article.image.src)))
            if not any(name in checked.files.files for name in names):
                near = near_file(names[1], checked.files.files)
                yield Finding(
                    article.places["image"],
                    f"there is no picture {shortened(names[1], 80)}",
                    f"did you mean {posixpath.relpath(near, here)}?" if near else "upload it, or correct image.src",
                )


def heavy_picture(checked: Checked) -> Iterator[Finding]:
    """A picture of more than 500 KB can nearly always be made smaller.

    Wrong: a screenshot of 1.5 MB
    Right: the same, 1,600 pixels wide
    """
    for file, place in content(checked):
        if file.suffix in PICTURES and _LARGE < file.size <= LARGEST_PICTURE:
            yield Finding(place, f"this picture has {size(file.size)}", "a width of 1,600 pixels is enough")


def disguised_file(checked: Checked) -> Iterator[Finding]:
    """A picture has the format that the end of its name says.

    Browsers refuse one that has another format, and a program may hide in it.

    Wrong: a .png file that was renamed to .jpg
    Right: the same, saved as .jpg
    """
    for file, place, facts in _pictures(checked):
        if file.size < _SMALLEST:
            yield Finding(place, "this picture is empty", "upload it again")
        elif not facts.kind:
            yield Finding(place, facts.wrong, facts.hint)
        elif _is_disguised(file, facts):
            yield Finding(place, f"this is a .{facts.kind} file", "open it and save it again as .jpg or .png")


def _is_disguised(file: FileOnDisk, facts: Facts) -> bool:
    return facts.kind != file.suffix.lstrip(".").replace("jpeg", "jpg")


def unseen_picture(checked: Checked) -> Iterator[Finding]:
    """A picture can be opened, and has at most 50 million pixels; an animation 100 million in all its frames.

    A file of a hundred kilobytes can hold more pixels than a phone has room for. A file that was cut off while it was
    uploaded shows half of a picture.

    Wrong: a drawing of 30,000 × 30,000 pixels
    Right: the same, 1,600 pixels wide
    """
    for file, place, facts in _pictures(checked):
        if facts.kind and facts.wrong and file.size >= _SMALLEST and not _is_disguised(file, facts):
            yield Finding(place, facts.wrong, facts.hint)


def place_in_picture(checked: Checked) -> Iterator[Finding]:
    """A picture does not say where it was taken.

    Phones write the place into each photograph, to a few metres: a room, a home. The hub takes it out of what it
    publishes, but everybody can open the file that you sent.

    Wrong: a photograph with GPS data in it
    Right: a screenshot of the photograph, which holds none
    """
    for _, place, facts in _pictures(checked):
        if facts.has_place:
            yield Finding(
                place,
                "this picture contains the place where it was taken (GPS)",
                "upload a screenshot of it instead, and tell the editors",
            )


def patient_in_picture(checked: Checked) -> Iterator[Finding]:
    """No text within a picture is about a patient.

    Programs keep titles, descriptions and comments in a picture that nobody sees. The hub takes them out of what it
    publishes, but everybody can open the file that you sent.

    Wrong: a scan whose description is a name and a ward
    Right: a screenshot of the scan's drawing, which holds no text; never the scan itself
    """
    for _, place, facts in _pictures(checked):
        if _is_about_patient(checked, place, facts):
            yield Finding(
                place,
                "a text in this picture may be about a patient",
                "delete it, upload a screenshot instead, and tell the editors: what was saved once stays visible",
            )


def name_in_picture(checked: Checked) -> Iterator[Finding]:
    """A picture does not name its owner or the number of the camera.

    Wrong: a photograph with the owner's name in it
    Right: the same, saved without its data
    """
    for _, place, facts in _pictures(checked):
        if facts.owner:
            yield Finding(
                place,
                f"this picture contains {', '.join(sorted(facts.owner))}",
                f"save it without its data, or upload a screenshot of it: {_STRIPPED}",
            )


def text_in_picture(checked: Checked) -> Iterator[Finding]:
    """What a picture says should be seen.

    A title, a description or a comment within the file may tell more than you want to. Its author and its owner are
    better named in the caption.

    Wrong: a photograph with the comment "our common room, the day before the test"
    Right: a screenshot of it, which holds no text
    """
    for _, place, facts in _pictures(checked):
        if set(facts.texts) - set(facts.credits) and not _is_about_patient(checked, place, facts):
            yield Finding(
                place,
                "this picture contains a text that no reader sees",
                f"check that it says nothing about a person, or upload a screenshot: {_STRIPPED}",
            )


def picture_of_another_host(checked: Checked) -> Iterator[Finding]:
    """A picture is a file of the hub.

    One from another host would tell that host who reads the article, and may be another picture tomorrow. So the page
    shows its alternative text instead.

    Wrong: ![A library at night](https://example.org/library.jpg)
    Right: ![A library at night](library.jpg), uploaded to the folder of the article
    """
    for document, link in checked.links:
        if link.picture and _WEB.match(link.target):
            yield document.found(
                link.target_offset,
                "a picture from another host is not shown",
                "upload the picture to the folder of the article, if you may use it, and write its name here",
            )


def unused_picture(checked: Checked) -> Iterator[Finding]:
    """A picture is shown somewhere.

    The hub publishes the pictures that its pages show, and no others.

    Wrong: a picture in the folder of an article that does not show it
    Right: ![An empty corridor](corridor.jpg), or the file deleted
    """
    texts = "\n".join(document.content for document in checked.documents)
    for file, place in content(checked):
        if file.suffix in (*ENDINGS, ".svg") and posixpath.basename(file.path) not in texts:
            yield Finding(place, "no page shows this picture", "show it, or delete it")


def _pictures(checked: Checked) -> Iterator[tuple[FileOnDisk, Place, Facts]]:
    """The pictures in docs/, wherever they are: a build publishes those of the guide as well. Of drawings only those
    that students send are drawn."""
    drawings = {file.path for file, _ in content(checked) if file.suffix in DRAWINGS and is_figure(checked, file)}
    for file in checked.paused(checked.files.files.values()):
        if file.plain and (file.suffix in ENDINGS or file.path in drawings):
            yield file, Place(f"{checked.settings.docs_dir}/{file.path}"), checked.facts(file.path)


def _is_about_patient(checked: Checked, place: Place, facts: Facts) -> bool:
    """Whether what a picture says would be refused in an article, or names a patient in the way of a label."""
    texts = (*facts.texts, *facts.credits)
    if not texts:
        return False
    said = checked.only([Document(Text(place.path, "\n\n".join(texts)), 0)])
    return any(map(_PATIENT.search, texts)) or any(True for rule in _CONFIDENTIAL for _ in rule(said))
