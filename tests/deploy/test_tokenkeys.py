"""Rotating the token key: both epochs are taken while they overlap, and what is known of a person goes on."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

from consumers.unseal import new_sealing_pair
from deploy.commands.keys import keys_app
from deploy.composition import Composition, compose
from deploy.inmemory import TOPICS, InMemory
from deploy.partners import load_partners
from deploy.settings import HERE, DeploySettings
from producers.protect.keyfile import load_token_keys, save_token_key
from producers.protect.protection import encode, protect, read_report
from producers.protect.seal import sealing_key
from producers.protect.token import new_token_key
from schemas.errors import Misconfigured
from schemas.reject import Reason
from streams.intake_state import IntakeState

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FIA = sealing_key(new_sealing_pair()[1])


class Play:
    """A worker that keeps its histories through restarts, and partners with the key files they were handed."""

    def __init__(self, folder: Path) -> None:
        self.keys = folder / "keys"
        self.table = folder / "partners.toml"
        shutil.copy(HERE / "partners.toml", self.table)
        save_token_key(self.keys / "token-k1.json", new_token_key("k1"))
        self.composition: Composition = compose(DeploySettings())
        self.worker = InMemory(self.composition.pack, load_partners(self.table))

    def raabta_keys(self, *words: str) -> str:
        done = CliRunner().invoke(keys_app, [*words, "--partners", str(self.table)])
        if done.exception is not None:
            raise done.exception
        return done.output

    def restart(self) -> None:
        """The worker reads partners.toml again."""
        table = load_partners(self.table)
        by_topic = {TOPICS.events(name): partner for name, partner in table.partners.items()}
        self.worker.intake = IntakeState(by_topic, frozenset(table.token_keys), TOPICS, 1)

    def report(self, id: str, hours: int, keys: tuple[str, ...], *observations: str) -> None:
        """One report of the same invented traveller, protected with these keys."""
        at = NOW + timedelta(hours=hours)
        fields = {
            "id": id,
            "kind": "offload",
            "occurred_at": at.isoformat(),
            "parties": [{"role": "traveller", "identity": {"cnic": "99999-9000001-1"}}],
            "observations": observations,
        }
        held = load_token_keys([self.keys / f"token-{key}.json" for key in keys])
        partner = self.composition.partners.partners["air-sahil"]
        event = protect(read_report(orjson.dumps(fields)), partner, held, FIA)
        self.worker.feed(partner.id, encode(event), int(at.timestamp() * 1000))

    @property
    def events_in_the_alert(self) -> set[str]:
        """Ids of the events that the alerts rest on."""
        alerts = self.worker.outcome.alerts.values()
        return {evidence.event for alert in alerts for evidence in alert.evidence}


def test_what_was_seen_under_the_old_key_still_counts_after_it_has_retired(tmp_path: Path) -> None:
    play = Play(tmp_path)
    play.report("before", 0, ("k1",), "docs-held-by-other")
    assert "k2 and k1 are in force" in play.raabta_keys("rotate", "--id", "k2", "--out", str(play.keys))
    play.restart()
    play.report("old-partner", 1, ("k1",))  # has not the new file yet, and is taken
    play.report("overlap", 2, ("k2", "k1"))  # shows that both tokens are one person's
    assert "k2 in force" in play.raabta_keys("retire", "k1")
    play.restart()
    assert play.worker.outcome.alerts == {}
    play.report("after", 3, ("k2",), "harm-or-fear")
    assert play.worker.outcome.rejects == []
    assert play.events_in_the_alert >= {"before", "after"}


def test_without_an_overlap_the_two_epochs_would_not_meet(tmp_path: Path) -> None:
    play = Play(tmp_path)
    play.report("before", 0, ("k1",), "docs-held-by-other")
    play.raabta_keys("rotate", "--id", "k2", "--out", str(play.keys))
    play.restart()
    play.report("after", 3, ("k2",), "harm-or-fear")
    assert "before" not in play.events_in_the_alert


def test_an_event_under_a_retired_key_is_rejected_with_the_reason(tmp_path: Path) -> None:
    play = Play(tmp_path)
    play.raabta_keys("rotate", "--id", "k2", "--out", str(play.keys))
    play.raabta_keys("retire", "k1")
    play.restart()
    play.report("late", 1, ("k1",))
    assert [reject.reason for reject in play.worker.outcome.rejects] == [Reason.UNKNOWN_TOKEN_KEY]


def test_only_the_one_line_of_partners_toml_changes(tmp_path: Path) -> None:
    play = Play(tmp_path)
    before = play.table.read_text()
    play.raabta_keys("rotate", "--id", "k2", "--out", str(play.keys))
    assert play.table.read_text() == before.replace('token_keys = ["k1"]', 'token_keys = ["k2", "k1"]')
    assert (play.keys / "token-k2.json").stat().st_mode & 0o777 == 0o600
    play.raabta_keys("retire", "k1")
    assert play.table.read_text() == before.replace('token_keys = ["k1"]', 'token_keys = ["k2"]')


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        (("rotate", "--id", "k1", "--out", "new"), (), "k1 is in force already"),
        (("rotate", "--id", "K 2", "--out", "new"), (), "the id of a token key is"),
        (("retire", "k1"), (), "k1 is the newest key: no event could be made without it"),
        (("retire", "k9"), (), "k9 is not in force; choose from k1"),
        (("rotate", "--id", "k2", "--out", "new"), ("rotate", "--id", "k3", "--out", "new"), "raabta keys retire k1"),
        (("rotate", "--id", "k2", "--out", "new"), ("retire", "k2"), "retire k1 instead"),
    ],
)
def test_a_step_out_of_turn_changes_nothing_and_names_the_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: tuple[str, ...], second: tuple[str, ...], message: str
) -> None:
    play = Play(tmp_path)
    monkeypatch.chdir(tmp_path)
    if second:
        play.raabta_keys(*first)
    before = play.table.read_text()
    with pytest.raises(Misconfigured, match=message):
        play.raabta_keys(*(second or first))
    assert play.table.read_text() == before
    assert not (tmp_path / "new" / "token-k3.json").exists()
