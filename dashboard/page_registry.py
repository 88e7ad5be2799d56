"""The pages in the order of the menu. A new page is a file in views/ and a line in `PAGES`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DashboardPage:
    """A page of the dashboard.

    Attributes:
        name: Its word in addresses; its file is views/NAME_page.py.
        title: Its name in the menu.
        section: The section of the menu that it stands in.
        grouped: Whether its rows can be groups of outlets, languages or phases as well as outlets.
        own_words: Whether names are compared in the outlets' own words while the reader has not chosen whose words.
        former: Words by which earlier versions called it: links to them still open it.
    """

    name: str
    title: str
    section: str
    grouped: bool = False
    own_words: bool = False
    former: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """Its file, below the dashboard's folder."""
        return f"views/{self.name}_page.py"


PAGES = (
    DashboardPage("overview", "Overview", "Event", grouped=True, own_words=True),
    DashboardPage("side_by_side", "Side by side", "Event"),
    DashboardPage("coverage", "Coverage", "Event", grouped=True),
    DashboardPage("trends", "Trends", "Event", grouped=True, own_words=True),
    DashboardPage("copies", "Copies", "Event", grouped=True),
    DashboardPage("naming", "Naming", "Words", grouped=True, own_words=True),
    DashboardPage("distinctive_words", "Distinctive words", "Words", grouped=True, former=("wording",)),
    DashboardPage("framing_devices", "Framing devices", "Words", grouped=True, former=("framing",)),
    DashboardPage("readability", "Readability", "Words", grouped=True),
    DashboardPage("search", "Search", "Words"),
    DashboardPage("sources", "Sources", "Voices", grouped=True),
    DashboardPage("claims", "Claims", "Voices", grouped=True, own_words=True),
    DashboardPage("articles", "Articles", "Material"),
    DashboardPage("coding", "Coding sheet", "Material"),
    DashboardPage("collection", "Collection", "Material"),
    DashboardPage("updates", "What is new", "Material"),
    DashboardPage("report", "Report", "Material", grouped=True, own_words=True),
    DashboardPage("method", "Method", "Material"),
)
#: The pages of the desk, which exist for editors only.
DESK = (
    DashboardPage("desk_import", "Import", "Desk"),
    DashboardPage("desk_event", "Event", "Desk"),
    DashboardPage("desk_review", "Review", "Desk"),
    DashboardPage("desk_publish", "Publish", "Desk"),
    DashboardPage("desk_views", "Saved views", "Desk"),
)
#: Page -> what is known of it.
BY_NAME = {page.name: page for page in PAGES}
#: Section of the menu -> its pages.
SECTIONS = {
    section: tuple(page.name for page in PAGES if page.section == section)
    for section in dict.fromkeys(page.section for page in PAGES)
}
