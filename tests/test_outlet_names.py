"""Names of outlets as archives write them, matched to the declared ones."""

from __future__ import annotations

import pytest

from collectors.config import Catalogue, data_dir, load_catalogue
from collectors.sources.outlet_resolution import outlet_of


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(data_dir())


@pytest.mark.parametrize(
    ("name", "outlet"),
    [
        ("The Guardian (London)", "guardian"),
        ("Guardian (London)", "guardian"),
        ("THE GUARDIAN (LONDON)", "guardian"),
        ("The Guardian (London) - Final Edition", "guardian"),
        ("New York Times Online", "new-york-times"),
        ("The New York Times - International Edition", "new-york-times"),
        ("The Washington Post (Online)", "washington-post"),
        ("Washington Post (Washington, D.C.)", "washington-post"),
        ("Le Monde (site web)", "le-monde"),
        ("Le Monde.fr", "le-monde"),
        ("Der Spiegel Online", "spiegel"),
        ("CNN.com", "cnn"),
        ("CNN (web site)", "cnn"),
        ("El País (España)", "el-pais"),
        ("BBC News, London", "bbc"),
    ],
)
def test_editions_and_own_places_are_passed_over(catalogue: Catalogue, name: str, outlet: str) -> None:
    assert outlet_of(catalogue, name, None).outlet == outlet


@pytest.mark.parametrize(
    "name",
    [
        "The Guardian (Lagos)",
        "The Guardian (Charlottetown)",
        "The Sun (Malaysia)",
        "Guardian.com",
        "The Times of Elsewhere",
    ],
)
def test_other_papers_of_the_name_stay_others(catalogue: Catalogue, name: str) -> None:
    found = outlet_of(catalogue, name, None)
    assert found.outlet == name
    assert not found.declared
