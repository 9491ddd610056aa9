"""The page and its pictures: whole, alone, and readable by those who cannot see them."""

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure
from rich.console import Console

from deploy.composition import compose
from deploy.evaluate.ablation import most_telling
from deploy.evaluate.evaluation import Asked, Evaluation, evaluate
from deploy.evaluate.page import MEANING, html, write
from deploy.evaluate.pictures import PICTURES, curves
from deploy.evaluate.tables import DISCLAIMER, MOST_INDICATORS, show
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


def test_every_cell_says_on_a_narrow_screen_what_its_column_is(evaluation: Evaluation, tmp_path: Path) -> None:
    text = write(evaluation, tmp_path).read_text(encoding="utf-8")
    tables = re.findall(r"<table>.*?</table>", text, re.S)
    assert len(tables) > 6
    for table in tables:
        heads = re.findall(r"<th\b[^>]*>(.*?)</th>", table, re.S)
        for row in re.findall(r"<tr>(.*?)</tr>", table.split("</thead>")[1], re.S):
            assert re.findall(r'<td data-label="([^"]*)"', row) == heads
    assert "@media (max-width: 40rem)" in text


def test_what_a_picture_shows_of_scenarios_and_groups_stands_in_a_table(evaluation: Evaluation, tmp_path: Path) -> None:
    text = unescape(write(evaluation, tmp_path).read_text(encoding="utf-8"))
    cells = set(re.findall(r"<td[^>]*>([^<]*)</td>", text))
    assert set(evaluation.recall.scenarios) <= cells
    assert {f"{rate.dimension}: {rate.group}" for rate in evaluation.fairness.groups} <= cells
    victims = evaluation.recall.victims
    assert {"possible victims", "named first", f"{victims.count} of {victims.of}"} <= cells


def test_no_table_is_empty(evaluation: Evaluation) -> None:
    nothing = replace(evaluation, missed_cases=(), alerts=())
    text = html(nothing, [])
    assert "No case was missed." in text
    assert "Every alert that was shown is right about a case." in text
    assert not re.search(r"<tbody>\s*</tbody>", text)


def test_the_last_point_of_a_curve_is_not_cut_off(evaluation: Evaluation) -> None:
    assert evaluation.coordination is not None
    axes = Figure().subplots()
    curves(axes, evaluation.coordination.matters, "matters")
    assert axes.get_xlim()[1] > evaluation.coordination.matters.curve[-1].read


def test_no_name_is_cut_or_broken_on_a_terminal_of_eighty_columns(evaluation: Evaluation) -> None:
    told = StringIO()
    show(evaluation, Console(file=told, width=80))
    shown = most_telling(evaluation.ablation, MOST_INDICATORS)
    assert shown
    for name in (*(worth.indicator for worth in shown), *evaluation.recall.scenarios):
        assert f" {name} " in told.getvalue()


def test_no_column_is_cut_off_on_a_terminal_of_eighty_columns(evaluation: Evaluation) -> None:
    told = StringIO()
    show(evaluation, Console(file=told, width=80))
    rows = [line.rstrip() for line in told.getvalue().splitlines() if line[:1] in "┏┃┡│├└"]
    assert not [row for row in rows if row and row[-1] not in "┓┃┩│┤┘"]


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
