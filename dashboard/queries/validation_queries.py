"""The figures that hand-marked articles correct, where marks were imported."""

from __future__ import annotations

from pathlib import Path

from collectors.validation.corrected_figures import ValidatedFigures, validated_figures
from dashboard.queries.cache import cached_shared
from dashboard.queries.open_data import Data, dataset


@cached_shared(4)
def validated(data: Data, event: str) -> ValidatedFigures:
    """Return corrected figures by (metric, variant, voice, outlet); empty where no articles are marked.

    They are of all articles of good grade. Marks are kept beside the data sets, in the home or with the shipped ones.
    """
    home = Path(data.folder).parent.parent
    return validated_figures(dataset(data.home, data.version), event, home)
