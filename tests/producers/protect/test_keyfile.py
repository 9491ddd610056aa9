"""Key files: owner only, never overwritten, and errors that name the file and the mend but no key."""

from pathlib import Path

import pytest

from consumers.keyfile import load_private_keys, save_private_key
from consumers.unseal import new_sealing_pair, open_sealed
from producers.protect.keyfile import load_public_key, load_token_keys, save_public_key, save_token_key
from producers.protect.seal import seal
from producers.protect.token import new_token_key
from schemas.errors import Misconfigured


def test_keys_come_back_from_their_files_and_still_fit(tmp_path: Path) -> None:
    pair, key = new_sealing_pair("fia-2026"), new_token_key("k1")
    save_public_key(tmp_path / "fia.pub.json", pair.public, pair.key_id)
    save_private_key(tmp_path / "fia.json", pair.private, pair.key_id)
    save_token_key(tmp_path / "k1.json", key)
    assert load_token_keys([tmp_path / "k1.json"]).active == (key,)
    sealed = seal(b"Testina Farzi", to=load_public_key(tmp_path / "fia.pub.json"), event_id="e", source="s")
    assert open_sealed(sealed, load_private_keys([tmp_path / "fia.json"]), "e", "s") == b"Testina Farzi"


def test_secret_files_are_for_their_owner_only(tmp_path: Path) -> None:
    save_token_key(tmp_path / "k1.json", new_token_key("k1"))
    assert (tmp_path / "k1.json").stat().st_mode & 0o777 == 0o600
    (tmp_path / "k1.json").chmod(0o644)
    with pytest.raises(Misconfigured, match="chmod 600"):
        load_token_keys([tmp_path / "k1.json"])


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    save_token_key(tmp_path / "k1.json", new_token_key("k1"))
    before = (tmp_path / "k1.json").read_bytes()
    with pytest.raises(Misconfigured, match="already"):
        save_token_key(tmp_path / "k1.json", new_token_key("k1"))
    assert (tmp_path / "k1.json").read_bytes() == before


def test_a_missing_broken_or_foreign_file_is_named_and_its_content_is_not(tmp_path: Path) -> None:
    pair = new_sealing_pair()
    save_private_key(tmp_path / "fia.json", pair.private, pair.key_id)
    (tmp_path / "broken.json").write_text('{"holds":"token key","id":"k1","secret":"VERYSECRET!"}')
    (tmp_path / "broken.json").chmod(0o600)
    for name in ("absent.json", "fia.json", "broken.json"):
        with pytest.raises(Misconfigured) as refused:
            load_token_keys([tmp_path / name])
        assert name in str(refused.value)
        assert "VERYSECRET" not in str(refused.value) + repr(refused.value.__context__)
    with pytest.raises(Misconfigured):
        load_public_key(tmp_path / "fia.json")


def test_one_id_twice_and_no_file_at_all_are_refused(tmp_path: Path) -> None:
    save_token_key(tmp_path / "a.json", new_token_key("k1"))
    save_token_key(tmp_path / "b.json", new_token_key("k1"))
    with pytest.raises(Misconfigured, match="same id"):
        load_token_keys([tmp_path / "a.json", tmp_path / "b.json"])
    with pytest.raises(Misconfigured, match="none is given"):
        load_token_keys([])
