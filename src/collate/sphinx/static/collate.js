// Readings and marks, cards of values, tables, lists with a filter. Without this script errata have both values, a number leads to the
// ledger, and lists stand whole.
(() => {
  "use strict";
  const page = document.documentElement;
  const load = (address) => new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = (page.dataset.content_root || "./") + address;
    script.onload = done;
    script.onerror = fail;
    document.head.append(script);
  });
  const make = (tag, name, ...content) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...content);
    return element;
  };

  // Which reading is shown, and which marks. The choice is kept, and holds on every page and in every tab that is opened.
  const settings = { reading: "printed", marks: "errata" };
  const forms = [...document.querySelectorAll("form.cv-switch")];
  const set = (name, value, keep) => {
    settings[name] = value;
    page.dataset[name] = value;
    for (const form of forms) {
      if (name === "marks") form.elements.marks.checked = value === "all";
      else for (const input of form.querySelectorAll("input[type=radio]")) input.checked = input.value === value;
    }
    if (name === "marks") quiet();
    if (keep) try { localStorage.setItem(`collate-${name}`, value); } catch { /* a private window forgets */ }
    document.dispatchEvent(new CustomEvent(`collate:${name}`, { detail: value }));
  };

  // Values. At rest the errata alone are links and stops of the Tab key; the others are text, which a click and the arrow keys reach.
  const values = [...document.querySelectorAll(".cv")];
  const addresses = new Map(values.filter((value) => value.hasAttribute("href")).map((value) => [value, value.getAttribute("href")]));
  const LOUD = ".cv-erratum, .cv-differs, .cv-not-run";
  const quiet = () => {
    const seen = new Set();
    for (const value of values) {
      const table = value.closest("table");
      const stop = value.matches(LOUD) || (settings.marks === "all" && (!table || !seen.has(table)));
      if (stop && table) seen.add(table);
      if (addresses.has(value)) stop ? value.setAttribute("href", addresses.get(value)) : value.removeAttribute("href");
      if (stop) { value.tabIndex = 0; value.setAttribute("role", "button"); value.setAttribute("aria-haspopup", "dialog"); } else {
        for (const name of ["tabindex", "role", "aria-haspopup"]) value.removeAttribute(name);
      }
    }
  };

  // Their cards. The file is fetched when a reader first moves, touches or types.
  const place = document.querySelector("script[data-cards]");
  const words = place ? JSON.parse(place.textContent) : {};
  let data = null;
  let fetching = null;
  let owner = null;
  const card = make("div", "cv-card");
  card.id = "card";
  card.hidden = true;
  document.body.append(card);
  window.collate = { ...window.collate, cards: (found) => { data = found; } };
  const fetchCards = () => {
    if (place && !fetching) fetching = load(place.dataset.cards).catch(() => { data = { cards: {} }; });
    return fetching;
  };
  for (const kind of ["pointermove", "pointerdown", "keydown"]) addEventListener(kind, fetchCards, { once: true, passive: true });

  const pinned = () => card.classList.contains("cv-pinned");
  const close = () => {
    const inside = card.contains(document.activeElement);
    card.hidden = true;
    card.classList.remove("cv-pinned");
    owner?.removeAttribute("aria-describedby");
    owner?.classList.remove("cv-lit");
    if (inside) owner.focus({ preventScroll: true });
    owner = null;
  };
  const keyOf = (value) => {
    if (value.dataset.card) return value.dataset.card;
    const address = addresses.get(value);
    const hash = address ? decodeURIComponent(address.slice(address.indexOf("#") + 1)) : "";
    return data.cards[hash] ? hash : value.id;
  };
  const anchorOf = (value, key) => {
    if (value.id) return value.id;
    return document.getElementById(`at-${key}`) ? `at-${key}` : document.getElementById(key) ? key : "";
  };
  const line = (name, label, text) => make("p", name, ...(label ? [make("span", "cv-label", `${label}${words.colon}`)] : []), text);
  const action = (text, run) => {
    const button = make("button", "", text);
    button.type = "button";
    button.addEventListener("click", () => run(button));
    return button;
  };
  const copy = async (text, button) => {
    try { await navigator.clipboard.writeText(text); } catch {
      const area = make("textarea", "", text);
      card.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    const before = button.textContent;
    button.textContent = words.copied;
    setTimeout(() => { button.textContent = before; }, 1500);
  };
  const link = (text, address) => { const found = make("a", "", text); found.href = address; return found; };

  const parts = (value, key, found) => {
    const content = [make("p", "cv-name", found.n)];
    const numbers = make("p", "cv-values", make("small", "", `${words.printed} `), found.p);
    if (found.g) numbers.append(make("small", "", ` → ${words.regenerated} `), found.g);
    const certainty = found.k ? ` · ${words.certainty}${words.colon}${found.k}` : "";
    const slip = found.m ? ` · ${words.mechanism}${words.colon}${found.m}` : "";
    content.push(numbers, line("cv-verdict", "", data.verdicts[found.v] + certainty + slip));
    if (found.c) content.push(line("cv-because", "", found.c));
    if (found.a) content.push(line("cv-bears", "", found.a));
    const named = [...new Set(found.q ?? [...(found.f ?? "").matchAll(/#(\d+)/g)].map((match) => Number(match[1])))];
    if (found.f) content.push(line("cv-formula", words.formula, `${found.f.replace(/#(\d+)/g, (_, at) => data.inputs[at][1] + data.inputs[at][2])} = ${found.t}`));
    if (named.length) {
      content.push(make("ul", "cv-inputs", ...named.slice(0, 12).map((at) => {
        const [name, number, mark] = data.inputs[at];
        return make("li", "", name, make("b", "", number === name ? "" : number + mark));
      })));
    }
    if (found.b) content.push(line("cv-between", "", found.b));
    if (found.h) content.push(line("cv-chance", "", words.chance.replace("{odds}", found.h)));
    if (found.r) content.push(line("cv-rests", "", found.r));
    if (found.d) content.push(line("cv-doubt", words.doubt, found.d));
    for (const at of found.s ?? []) {
      const [name, grade, anchor] = data.sources[at];
      content.push(line("cv-source", words.source, words.sources ? link(name, words.sources + "#" + anchor) : name));
      content.at(-1).append(` (${grade})`);
    }
    if (found.x) content.push(line("cv-source", words["named-source"], found.x));
    const anchor = anchorOf(value, key);
    const address = location.href.split("#")[0] + (anchor ? `#${encodeURIComponent(anchor)}` : "");
    const told = `${found.n}${words.colon}${found.p}${found.g ? ` → ${words.regenerated} ${found.g}` : ""}`;
    const actions = make("p", "cv-actions");
    if (anchor) actions.append(link(words.permalink, `#${encodeURIComponent(anchor)}`));
    actions.append(action(words.copy, (button) => copy(`${told}. ${address}`, button)));
    if (words.citation) actions.append(action(words.cite, (button) => copy(`${words.citation} ${told} (${words.line.replace("{line}", found.l)}). ${address}`, button)));
    if (found.e && words.errata) actions.append(link(words.erratum, `${words.errata}#${encodeURIComponent(found.e)}`));
    if (words.ledgerPage && addresses.get(value)?.startsWith(words.ledgerPage)) actions.append(link(words.ledger, addresses.get(value)));
    actions.append(make("span", "cv-label", words.line.replace("{line}", found.l)));
    const shut = action("×", close);
    shut.className = "cv-close";
    shut.setAttribute("aria-label", words.close);
    return [...content, actions, shut];
  };

  const open = (value, pin) => {
    const key = keyOf(value);
    const found = data.cards[key];
    if (!found) return;
    if (owner !== value) close();
    if (card.hidden) card.replaceChildren(...parts(value, key, found));
    owner = value;
    card.hidden = false;
    card.style.maxHeight = "";
    card.classList.toggle("cv-pinned", pin || pinned());
    card.setAttribute("role", pinned() ? "dialog" : "tooltip");
    card.setAttribute("aria-label", found.n);
    card.scrollTop = 0;
    value.classList.add("cv-lit");
    value.setAttribute("aria-describedby", "card");
    const at = value.getClientRects()[0] ?? value.getBoundingClientRect();
    const start = (document.querySelector(".top")?.offsetHeight ?? 0) + 8;
    const [above, below] = [at.top - 6 - start, innerHeight - at.bottom - 14];
    const under = card.offsetHeight <= below || below >= above;
    card.style.maxHeight = `${Math.max(under ? below : above, 160)}px`;
    const left = Math.min(Math.max(at.left, 12), page.clientWidth - card.offsetWidth - 12);
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${(under ? at.bottom + 6 : at.top - 6 - card.offsetHeight) + scrollY}px`;
  };
  const ask = async (value, pin = false) => {
    if (!data) await fetchCards();
    if (data) open(value, pin);
  };
  window.collate.ask = ask; // what else has a card, such as a point of a figure with data-card, may open it

  const valueAt = (target) => (target instanceof Element ? target.closest(".cv, [data-card]") : null);
  let timer = 0;
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    clearTimeout(timer);
    if (pinned()) return;
    const value = valueAt(event.target);
    if (value) timer = setTimeout(() => ask(value), 150);
    else if (owner && !card.contains(event.target)) timer = setTimeout(() => { if (document.activeElement !== owner && !pinned()) close(); }, 250);
  });
  document.addEventListener("focusin", (event) => {
    const value = valueAt(event.target);
    if (value) { if (value !== owner) ask(value); } else if (!card.contains(event.target)) close();
  });
  document.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || card.contains(event.target)) return;
    const value = valueAt(event.target);
    if (!value) { close(); return; }
    if (!place || (data && !data.cards[keyOf(value)])) return; // no card: the link leads on
    event.preventDefault();
    if (!getSelection().isCollapsed) return;
    const keyboard = event.detail === 0;
    await ask(value, true);
    if (keyboard) card.querySelector(".cv-actions").firstElementChild.focus();
  });
  const shown = (value) => value.checkVisibility();
  const next = (value, key) => {
    const cell = value.closest("td");
    if (key === "ArrowUp" || key === "ArrowDown") {
      if (!cell) return null;
      const rows = [...cell.closest("tbody").rows];
      const step = key === "ArrowDown" ? 1 : -1;
      for (let at = rows.indexOf(cell.parentElement) + step; rows[at]; at += step) {
        const found = rows[at].cells[cell.cellIndex]?.querySelector(".cv");
        if (found) return found;
      }
      return null;
    }
    const seen = values.filter(shown);
    return seen[seen.indexOf(value) + (key === "ArrowRight" ? 1 : -1)] ?? null;
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !card.hidden) {
      close();
      event.stopImmediatePropagation(); // the key closes one thing
      return;
    }
    const active = document.activeElement;
    if (card.contains(active) && event.key === "Tab") { // from the last control back to the number
      const stops = [...card.querySelectorAll("a, button")];
      const at = stops.indexOf(active) + (event.shiftKey ? -1 : 1);
      event.preventDefault();
      if (stops[at]) stops[at].focus(); else close();
      return;
    }
    if (event.altKey || event.ctrlKey || event.metaKey || !active?.classList.contains("cv")) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      active.click();
    } else if (event.key.startsWith("Arrow")) {
      const found = next(active, event.key);
      if (!found) return;
      event.preventDefault();
      if (!found.hasAttribute("tabindex")) found.tabIndex = -1;
      found.focus();
    }
  }, { capture: true });
  addEventListener("resize", close);

  for (const name of Object.keys(settings)) {
    let kept = null;
    try { kept = localStorage.getItem(`collate-${name}`); } catch { /* none */ }
    set(name, kept ?? settings[name], false);
  }
  for (const form of forms) {
    form.hidden = false;
    form.closest(".cv-switch-place")?.removeAttribute("hidden");
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => {
      const input = event.target;
      input.name === "marks" ? set("marks", input.checked ? "all" : "errata", true) : set("reading", input.value, true);
    });
  }
  addEventListener("storage", (event) => {
    const name = event.key?.replace("collate-", "");
    if (name in settings && event.newValue) set(name, event.newValue, false);
  });
})();

// A table that does not fit tells how many of its columns lie beyond its edge; one that fits lets its head stick to the window.
document.addEventListener("DOMContentLoaded", () => {
  const frames = [...document.querySelectorAll(".table-frame")];
  const here = document.querySelector(".here");
  const fit = (frame) => {
    const beyond = frame.parentElement.querySelector(":scope > .table-beyond");
    const cut = frame.scrollWidth - frame.clientWidth > 2 && getComputedStyle(frame).overflowX !== "visible" || frame.classList.contains("free") && frame.scrollWidth - frame.clientWidth > 2;
    frame.classList.toggle("cut", cut);
    frame.classList.toggle("free", !cut && !frame.classList.contains("table-frame-long"));
    cut || frame.scrollHeight > frame.clientHeight + 2 ? frame.setAttribute("tabindex", "0") : frame.removeAttribute("tabindex");
    const edge = frame.getBoundingClientRect().right - 4;
    const row = frame.querySelector("tbody tr:not([hidden])");
    const count = cut && row ? [...row.cells].filter((cell) => cell.getBoundingClientRect().right > edge + 8).length : 0;
    beyond.hidden = !count;
    beyond.textContent = count === 1 ? beyond.dataset.one : beyond.dataset.more.replace("{count}", count);
  };
  const resized = new ResizeObserver((entries) => { for (const { target } of entries) fit(target); });
  for (const frame of frames) {
    const place = document.createElement("div");
    place.className = "table-place";
    const beyond = document.createElement("button");
    beyond.type = "button";
    beyond.className = "table-beyond";
    beyond.tabIndex = -1; // the keyboard scrolls the frame itself
    beyond.setAttribute("aria-hidden", "true");
    Object.assign(beyond.dataset, { one: frame.dataset.beyondOne, more: frame.dataset.beyond });
    beyond.addEventListener("click", () => frame.scrollBy({ left: frame.clientWidth * 0.7, behavior: "smooth" }));
    frame.replaceWith(place);
    place.append(frame, beyond);
    frame.addEventListener("scroll", () => fit(frame), { passive: true });
    resized.observe(frame);
  }
  // The list of sections makes room for a table that reaches into its margin.
  if (!here) return;
  let waiting = false;
  const cover = () => {
    waiting = false;
    const area = here.getBoundingClientRect();
    const last = here.firstElementChild.getBoundingClientRect().bottom;
    here.classList.toggle("covered", frames.some((frame) => {
      const box = frame.getBoundingClientRect();
      return box.right > area.left && box.top < last && box.bottom > area.top;
    }));
  };
  for (const kind of ["scroll", "resize"]) addEventListener(kind, () => { if (!waiting) { waiting = true; requestAnimationFrame(cover); } }, { passive: true });
  cover();
});

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

// Tables of class cv-sortable: a click on a header, or Enter on it, sorts by that column: by degree where its cells have one
// (cv-degree-3), by number where they hold numbers, else by letters. What has none comes last.
(() => {
  const locale = document.documentElement.lang || undefined;
  const letters = new Intl.Collator(locale, { numeric: true });
  const text = (cell) => cell.textContent.normalize("NFKC").trim();
  const number = (cell) => {
    const degree = cell.querySelector("[class*='cv-degree-']")?.className.match(/cv-degree-(\d+)/);
    const match = degree ?? text(cell).replaceAll(",", "").replaceAll("−", "-").match(/(-?\d+(?:\.\d+)?)/);
    return match ? Number(match[1]) : NaN;
  };
  const numeric = (cells) => {
    const filled = cells.filter((cell) => text(cell));
    return filled.filter((cell) => cell.querySelector("[class*='cv-degree-']") || /^[^\p{L}\d]*\d/u.test(text(cell))).length > filled.length / 2;
  };

  const sort = (table, index, header) => {
    const sign = header.getAttribute("aria-sort") !== "ascending" ? 1 : -1;
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const byNumber = numeric(rows.map((row) => row.cells[index]));
    rows.sort((one, two) => {
      const [a, b] = [one.cells[index], two.cells[index]];
      if (!byNumber) return (!text(a) - !text(b)) || sign * letters.compare(text(a), text(b));
      const [x, y] = [number(a), number(b)];
      return (Number.isNaN(x) - Number.isNaN(y)) || sign * (x - y) || 0;
    });
    for (const other of table.tHead.querySelectorAll("th")) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", sign === 1 ? "ascending" : "descending");
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
