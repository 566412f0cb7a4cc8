"""The pages about the template leave nothing out."""

from tests.cloudformation import TEMPLATE, read

DOCUMENTS = TEMPLATE.parents[3] / "docs"


def test_every_parameter_and_resource_is_explained() -> None:
    """The page names each of them."""
    template = read(TEMPLATE.read_text(encoding="utf-8"))
    page = (DOCUMENTS / "aws-template.md").read_text(encoding="utf-8")
    assert [name for name in [*template["Parameters"], *template["Resources"]] if f"`{name}`" not in page] == []


def test_defaults_on_the_page_are_the_templates() -> None:
    """The owner reads the page and gets what it says."""
    template = read(TEMPLATE.read_text(encoding="utf-8"))
    page = (DOCUMENTS / "aws-template.md").read_text(encoding="utf-8")
    rows = [[cell.strip(" `") for cell in line.split("|")[1:3]] for line in page.splitlines() if line.startswith("| `")]
    said = {name: default for name, default in rows if name in template["Parameters"] and default != "empty"}
    assert len(said) > 5
    assert said == {name: str(template["Parameters"][name].get("Default", "required")) for name in said}


def test_answers_speak_of_resources_that_are_there() -> None:
    """An answer for a resource that was renamed would answer nothing."""
    template = read(TEMPLATE.read_text(encoding="utf-8"))
    page = (DOCUMENTS / "checkov-answers.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| CKV_")]
    named = {name.strip(" `") for row in rows for name in row[2].split(",")}
    assert named
    assert named <= set(template["Resources"])
