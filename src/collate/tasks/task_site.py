"""Complete the site: its downloads, the page for a wrong address, the map for search engines."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from pytask import Product, task

from collate.bind.downloads import fill_downloads, offers
from collate.bind.site import write_not_found, write_sitemap
from collate.bind.staging import DOWNLOADS_PAGE, pages
from collate.bind.title_page import site_address
from collate.book import LANGUAGES
from collate.build.graph import CONFIGURATION, CONTENTS, DOWNLOADS, PROJECT, code, constant, files

# A build of everything offers every book; one of the pages alone offers none, because another build's may be stale.
FORMS = [] if os.environ.get("COLLATE_SELECT") else ["pdf", "epub"]
SITE = site_address(CONFIGURATION)

if DOWNLOADS_PAGE in pages(CONTENTS):
    for language in LANGUAGES:

        @task(name=f"html-downloads-{language}")
        def fill(
            chosen: tuple[str, list[str]] = constant((language, FORMS)),
            offered: list[Path] = [offer.source for offer in offers(PROJECT, language, FORMS, DOWNLOADS)],
            bound: Path = PROJECT.html(language) / "index.html",
            labels: Path = PROJECT.labels,
            library: list[Path] = files(code("bind/downloads")),
            filled: Annotated[Path, Product] = PROJECT.html(language) / f"{DOWNLOADS_PAGE}.html",
        ) -> None:
            fill_downloads(PROJECT, *chosen)


@task(name="html-not-found")
def not_found(
    site: str = constant(SITE),
    labels: Path = PROJECT.labels,
    library: list[Path] = files(code("bind/site")),
    page: Annotated[Path, Product] = PROJECT.build / "html" / "404.html",
) -> None:
    write_not_found(PROJECT, site)


if SITE:

    @task(name="html-sitemap")
    def sitemap(
        listed: tuple[str, list[str]] = constant((SITE, pages(CONTENTS))),
        library: list[Path] = files(code("bind/site")),
        map: Annotated[Path, Product] = PROJECT.build / "html" / "sitemap.xml",
    ) -> None:
        write_sitemap(PROJECT, *listed)
