"""The page and its pictures: whole, alone, and readable by those who cannot see them."""

from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from deploy.composition import compose
from deploy.evaluate.evaluation import Asked, Evaluation, evaluate
from deploy.evaluate.page import MEANING, write
from deploy.evaluate.pictures import PICTURES
from deploy.evaluate.tables import DISCLAIMER
from deploy.evaluate.verdicts import wrong
from deploy.settings import DeploySettings
from tests.deploy.evaluate.labelled import Files


class _Page(HTMLParser):
    """What a page refers to, and what its pictures say."""

    def __init__(self) -> None:
        super().__init__()
        self.outside: list[str] = []
        self.alts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.outside += [v for n, v in given.items() if n in ("src", "href") and v and not v.startswith("data:")]
        if tag == "img":
            self.alts.append(given.get("alt") or "")


@pytest.fixture(scope="module")
def evaluation(small: Files) -> Evaluation:
    composition = compose(DeploySettings())
    asked = Asked(str(small.reports), str(small.truth), DeploySettings().config / "rules.toml")
    return evaluate(asked, composition)[0]


def test_the_page_needs_nothing_else_and_every_picture_has_words(evaluation: Evaluation, tmp_path: Path) -> None:
    page = write(evaluation, tmp_path)
    read = _Page()
    read.feed(text := page.read_text(encoding="utf-8"))
    assert read.outside == []
    assert len(read.alts) >= 6
    assert all(len(alt) > 40 for alt in read.alts)
    assert DISCLAIMER in text.replace("&#39;", "'")
    assert "None" not in text


def test_the_page_names_each_wrong_alert_and_each_missed_case_with_its_sentences(
    evaluation: Evaluation, tmp_path: Path
) -> None:
    text = unescape(write(evaluation, tmp_path).read_text(encoding="utf-8"))
    bad = wrong(evaluation.alerts)
    assert bad
    for alert in bad:
        assert f"<code>{alert.id[:8]}</code>" in text
        assert all(sign.sentence in text for sign in alert.signs)
    for case in evaluation.missed_cases:
        assert f"<td>{case.id}</td>" in text


def test_every_picture_is_there_as_png_and_svg(evaluation: Evaluation, tmp_path: Path) -> None:
    write(evaluation, tmp_path)
    files = {path.name for path in (tmp_path / "pictures").iterdir()}
    names = {name.split(".")[0] for name in files}
    assert names <= set(MEANING)
    assert files == {f"{name}.{kind}" for name in names for kind in ("png", "svg")}
    for name in names:
        assert (tmp_path / "pictures" / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        assert ElementTree.parse(tmp_path / "pictures" / f"{name}.svg").getroot().tag.endswith("svg")


def test_every_picture_has_a_meaning_and_a_warning() -> None:
    assert len(MEANING) == len(PICTURES)
    assert all(means and warns for means, warns in MEANING.values())


def test_without_a_truth_file_the_page_calls_nothing_right_or_wrong(small: Files, tmp_path: Path) -> None:
    asked = Asked(str(small.reports), "", DeploySettings().config / "rules.toml", apart=False)
    page = write(evaluate(asked, compose(DeploySettings()))[0], tmp_path).read_text(encoding="utf-8")
    assert "nothing can be right or wrong" in page
    assert " wrong over " not in page
    assert page.count("not measured: there is no truth file") == 11
