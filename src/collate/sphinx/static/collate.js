// Cards of numbers, lists with a filter, tables that can be sorted. Without this script a number leads to the ledger, and lists stand whole.
(() => {
  "use strict";
  const load = (address) => new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = (document.documentElement.dataset.content_root || "./") + address;
    script.onload = done;
    script.onerror = fail;
    document.head.append(script);
  });

  // Cards of numbers. Their file is fetched when a reader first moves, touches or types.
  let cards = null;
  let fetching = null;
  let owner = null;
  const card = document.createElement("div");
  card.className = "cv-card";
  card.id = "card";
  card.setAttribute("role", "tooltip");
  card.hidden = true;
  document.body.append(card);
  window.collate = { ...window.collate, cards: (found) => { cards = found; } };
  const fetchCards = () => {
    const file = document.querySelector("div[data-cards]")?.dataset.cards;
    if (file && !fetching) fetching = load(file).catch(() => { cards = {}; });
    return fetching;
  };
  for (const kind of ["pointermove", "pointerdown", "keydown"]) addEventListener(kind, fetchCards, { once: true, passive: true });
  const close = () => {
    card.hidden = true;
    owner?.removeAttribute("aria-describedby");
    owner = null;
  };
  const open = (value) => {
    const lines = value.dataset.card ? cards?.[value.dataset.card] : value.dataset.note.split(" · ");
    if (!lines) return;
    if (owner !== value) close();
    owner = value;
    card.replaceChildren(...lines.map((line, position) => {
      const more = value.dataset.card && position === lines.length - 1;
      const part = document.createElement("p");
      if (more) {
        const link = document.createElement("a");
        link.href = value.href;
        link.textContent = line;
        link.tabIndex = -1; // the number itself is the link that the keyboard follows
        part.className = "cv-more";
        part.append(link);
      } else part.textContent = line;
      return part;
    }));
    card.hidden = false;
    const place = value.getClientRects()[0] ?? value.getBoundingClientRect();
    const width = card.offsetWidth;
    const height = card.offsetHeight;
    const left = Math.min(Math.max(place.left, 12), document.documentElement.clientWidth - width - 12);
    const below = place.bottom + 6;
    const top = below + height > innerHeight && place.top > height + 12 ? place.top - height - 6 : below;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${top + scrollY}px`;
    value.setAttribute("aria-describedby", "card");
  };
  const ask = async (value) => {
    if (value.dataset.card && !cards) await fetchCards();
    open(value);
  };
  const valueAt = (target) => (target instanceof Element ? target.closest("[data-card], [data-note]") : null);
  let timer = 0;
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const value = valueAt(event.target);
    clearTimeout(timer);
    if (value) timer = setTimeout(() => ask(value), 120);
    else if (owner && !card.contains(event.target)) timer = setTimeout(() => { if (document.activeElement !== owner) close(); }, 250);
  });
  document.addEventListener("focusin", (event) => { const value = valueAt(event.target); if (value) ask(value); else if (!card.contains(event.target)) close(); });
  document.addEventListener("click", (event) => {
    const value = valueAt(event.target);
    if (!value) { if (!card.contains(event.target)) close(); return; }
    const touched = event.pointerType === "touch" || event.pointerType === "pen";
    if (value.dataset.note || (touched && card.dataset.tapped !== value.dataset.card)) { event.preventDefault(); ask(value); }
    card.dataset.tapped = value.dataset.card ?? "";
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || card.hidden) return;
    close();
    event.stopImmediatePropagation(); // the key closes one thing
  }, { capture: true });
  addEventListener("resize", close);
})();

// The list of values, filtered by what its rows say in their classes.
// The choice stands in the address (#chapter=1&verdict=erratum), so that it can be linked to and goes back with the browser.
document.addEventListener("DOMContentLoaded", () => {
  for (const form of document.querySelectorAll("form.cv-filter")) {
    const rows = [...document.querySelectorAll("table.cv-list tbody tr")];
    const selects = [...form.querySelectorAll("select")];
    const told = form.querySelector("output");

    const apply = () => {
      const wanted = selects.filter((select) => select.value).map((select) => `cv-${select.name}-${select.value}`);
      let shown = 0;
      for (const row of rows) {
        row.hidden = !wanted.every((name) => row.classList.contains(name));
        if (!row.hidden) shown += 1;
      }
      told.textContent = form.dataset.count.replace("{shown}", shown).replace("{all}", rows.length);
    };

    const read = () => {
      const text = location.hash.slice(1);
      if (text && !text.includes("=")) return; // the address of a place on the page
      const state = new URLSearchParams(text);
      for (const select of selects) {
        const value = state.get(select.name) ?? "";
        select.value = [...select.options].some((option) => option.value === value) ? value : "";
      }
      apply();
    };

    form.addEventListener("change", () => {
      const state = new URLSearchParams();
      for (const select of selects) if (select.value) state.set(select.name, select.value);
      history.replaceState(null, "", state.size ? `#${state}` : location.pathname + location.search);
      apply();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    window.addEventListener("hashchange", read);
    form.hidden = false;
    apply();
    read();
  }
});

// Tables of class cv-sortable: a click on a header, or Enter on it, sorts by that column.
(() => {
  const locale = document.documentElement.lang || undefined;
  const order = new Intl.Collator(locale, { numeric: true });

  const sort = (table, index, header) => {
    const ascending = header.getAttribute("aria-sort") !== "ascending";
    const body = table.tBodies[0];
    const text = (row) => row.cells[index].textContent.trim();
    const rows = [...body.rows].sort((a, b) => (ascending ? 1 : -1) * order.compare(text(a), text(b)));
    for (const other of table.tHead.querySelectorAll("th")) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    body.append(...rows);
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const table of document.querySelectorAll("table.cv-sortable")) {
      [...table.tHead.rows[0].cells].forEach((header, index) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "cv-sort";
        button.append(...header.childNodes);
        header.append(button);
        button.addEventListener("click", () => sort(table, index, header));
      });
    }
  });
})();
