"""What `parallax import` sends to `parallax collect --urls` is read there."""

from __future__ import annotations

from pathlib import Path

import pytest

from collectors.sources.address_list import read_addresses
from tests.test_exports_of_peers import ADDRESSES, URL
from tests.test_tables import HEADERS


@pytest.mark.parametrize("name", ADDRESSES)
def test_addresses_of_each_kind(tmp_path: Path, name: str) -> None:
    file, data, _ = ADDRESSES[name]
    (tmp_path / file).write_bytes(data)
    entries, wrong = read_addresses(tmp_path / file)
    assert not wrong
    assert entries[0].url in {URL, "https://www.example.org/a"}
    if name in {"zotero", "ris", "csl"}:
        assert (entries[0].outlet, entries[0].published) == ("Example", "2022-09-21")


def test_a_table_whose_columns_have_other_names(tmp_path: Path) -> None:
    title, _, outlet, day, link = HEADERS["uk"]
    (tmp_path / "a.csv").write_text(f"{title};{outlet};{day};{link}\nVote;Example;21/09/2022;{URL}\n", "utf-8")
    (entry,), _ = read_addresses(tmp_path / "a.csv")
    assert (entry.url, entry.outlet, entry.published) == (URL, "Example", "2022-09-21")
