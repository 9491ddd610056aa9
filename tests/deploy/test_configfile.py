"""Configuration errors name file, line and mend."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy import configfile
from deploy.cli import app
from deploy.partners import load_partners
from deploy.routes import load_routes
from schemas.errors import Misconfigured

PARTNERS = Path("deploy/partners.toml")
ROUTES = Path("deploy/routes.toml")


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def refused(path: Path, text: str, load: Callable[[Path], object]) -> str:
    path.write_text(text)
    with pytest.raises(Misconfigured) as error:
        load(path)
    assert error.value.mend
    return str(error.value)


def test_the_shipped_partners_and_routes_are_valid() -> None:
    assert {partner.sector for partner in load_partners(PARTNERS).partners.values()} == {"airline", "bank", "recruiter"}
    assert load_routes(ROUTES).root.inboxes == ("fia-hq",)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"nowhere\.toml: there is no such file"):
        load_partners(tmp_path / "nowhere.toml")


def test_broken_toml_is_refused_at_its_line(tmp_path: Path) -> None:
    text = PARTNERS.read_text().replace('title = "Chinar Invented Bank"', "title = Chinar")
    assert f"p.toml:{line_of(text, 'title = Chinar')}:" in refused(tmp_path / "p.toml", text, load_partners)


def test_an_unknown_sector_is_refused_at_its_line(tmp_path: Path) -> None:
    text = PARTNERS.read_text().replace('sector = "recruiter"', 'sector = "shipping"', 1)
    found = refused(tmp_path / "p.toml", text, load_partners)
    assert f"p.toml:{line_of(text, 'shipping')}: partners.oep-kohsar.sector" in found


def test_an_unknown_field_of_a_partner_is_refused(tmp_path: Path) -> None:
    text = PARTNERS.read_text().replace('grade = "C"', 'grad = "C"')
    assert "partners.oep-mehran.grad: unknown_field; did you mean grade? Take it out or mend its name" in refused(
        tmp_path / "p.toml", text, load_partners
    )


def test_a_route_to_an_inbox_that_is_not_there_is_refused_at_its_line(tmp_path: Path) -> None:
    text = ROUTES.read_text().replace('inboxes = ["fia-airport-khi"]', 'inboxes = ["fia-airport-uet"]')
    found = refused(tmp_path / "r.toml", text, load_routes)
    assert (
        f"r.toml:{line_of(text, 'departing-khi')}: route departing-khi names the unknown inbox fia-airport-uet" in found
    )


def test_an_unknown_profile_is_refused_at_its_line(tmp_path: Path) -> None:
    text = ROUTES.read_text().replace('profile = "victim-service"', 'profile = "press"', 1)
    assert f"r.toml:{line_of(text, 'press')}: inboxes.ngo-child-protection.profile" in refused(
        tmp_path / "r.toml", text, load_routes
    )


def test_an_unknown_time_zone_is_refused(tmp_path: Path) -> None:
    text = ROUTES.read_text().replace("[inboxes.fia-hq]", '[inboxes.fia-hq]\ntime_zone = "Asia/Lahore"')
    assert "time zone is not known" in refused(tmp_path / "r.toml", text, load_routes)


def test_an_unknown_indicator_in_a_route_is_refused(tmp_path: Path) -> None:
    text = ROUTES.read_text().replace("a-obs-harm-fear", "a-obs-harm")
    assert "indicator a-obs-harm is not known" in refused(tmp_path / "r.toml", text, load_routes)


def test_a_key_in_an_inline_table_is_not_looked_for_in_the_tables_below() -> None:
    text = '[rules.a]\nparams = { days = 1 }\nlist = [\n    "x",\n]\nstrength = "weak"\n\n[rules.b]\ndays = 2\n'
    assert configfile.line_of(text, ("rules", "a", "params", "days")) == 2
    assert configfile.line_of(text, ("rules", "a", "strength")) == 6
    assert configfile.line_of(text, ("rules", "b", "days")) == 9


def test_a_folder_where_a_file_is_wanted_is_named(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    for wrong in (tmp_path, tmp_path / "plain" / "rules.toml"):
        with pytest.raises(Misconfigured, match=r"it cannot be read \(.*directory\); give the path of a TOML file"):
            configfile.read_toml(wrong)


@pytest.mark.parametrize(
    "words",
    [
        ("rules", "check", "."),
        ("rules", "compare", ".", "deploy/rules.toml"),
        ("score", "-", "--rules", "."),
        ("evaluate", "--reports", "-", "--partners", "."),
    ],
)
def test_a_folder_given_to_a_command_is_a_bad_setting(words: tuple[str, ...]) -> None:
    assert isinstance(CliRunner().invoke(app, words).exception, Misconfigured)
