"""When a reader first sees something of a page, and when its largest part: first and largest contentful paint, in Chromium.

Run by `make bench-pages`, never part of the tests, since times depend on the machine. Each page is opened several times with an empty
cache, from a server on this machine, at the width of a desk and at that of a phone whose processor is slowed down four times.
Writes data/benchmarks/paint.csv.
"""

from __future__ import annotations

from statistics import median

from benchmark_docs import write
from benchmark_process import circumstances
from playwright.sync_api import Browser
from serve import chromium, served
from tests_root import BOOK, LANGUAGES

from collate.data import csvfile
from collate.data.benchmarks import PAINT_COLUMNS

PAGES = ("index", "chapter-1", "errata", "verification")
SCREENS = {"desk": (1280, 900, 1), "phone": (390, 844, 4)}  # width and height in pixels, how many times slower the processor is
ROUNDS = 7
PAINTS = """() => new Promise((done) => {
  let largest = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) largest = entry.startTime; })
    .observe({type: "largest-contentful-paint", buffered: true});
  setTimeout(() => done([performance.getEntriesByName("first-contentful-paint")[0].startTime, largest]), 300);
})"""


def paints(browser: Browser, address: str, width: int, height: int, slower: int) -> tuple[float, float]:
    """Milliseconds from the call of the page to its first and to its largest paint, with nothing in the cache."""
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(address, wait_until="load")
    first, largest = page.evaluate(PAINTS)
    context.close()
    return first, largest


def main() -> None:
    rows = []
    with served(BOOK.build / "html") as site, chromium() as browser:
        for language in LANGUAGES:
            for name in PAGES:
                address = f"{site}/{language}/{name}.html"
                for screen, size in SCREENS.items():
                    found = [paints(browser, address, *size) for _ in range(ROUNDS)]
                    first, largest = (f"{median(times):.0f}" for times in zip(*found, strict=True))
                    rows.append({**circumstances(), "page": f"{language}/{name}", "screen": screen, "first": first, "largest": largest})
                    print(f"{language}/{name} on a {screen}: {first} ms, {largest} ms")
    csvfile.write(BOOK.benchmarks / "paint.csv", PAINT_COLUMNS, [[row[name] for name in PAINT_COLUMNS] for row in rows])
    print("changed:", ", ".join(write()) or "nothing")


if __name__ == "__main__":
    main()
