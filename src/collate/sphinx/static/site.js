// The page around an article: colours, contents on a phone, sections, the language switch, cards of numbers, search.
(() => {
  "use strict";
  const page = document.documentElement;
  const root = page.dataset.content_root || "./";
  const words = JSON.parse(document.getElementById("interface").textContent);
  const one = (selector) => document.querySelector(selector);
  const load = (address) => new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = root + address;
    script.onload = done;
    script.onerror = fail;
    document.head.append(script);
  });

  // Colours: as the system, light, dark.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const colours = one(".top-colours");
  const modes = ["auto", "light", "dark"];
  const paint = (mode) => {
    page.dataset.colours = mode;
    page.dataset.theme = mode === "auto" ? (dark.matches ? "dark" : "light") : mode;
    colours.lastElementChild.textContent = words[`colour-${mode}`];
    colours.title = words[`colour-${mode}`];
  };
  colours.hidden = false;
  paint(page.dataset.colours);
  dark.addEventListener("change", () => paint(page.dataset.colours));
  colours.addEventListener("click", () => {
    const mode = modes[(modes.indexOf(page.dataset.colours) + 1) % modes.length];
    try { localStorage.setItem("collate-colours", mode); } catch { /* a private window forgets */ }
    paint(mode);
  });

  // Contents on a phone: a link to the list without this script, a panel with it.
  const menu = one(".top-menu");
  const contents = document.getElementById("contents");
  const show = (open) => {
    contents.classList.toggle("open", open);
    menu.setAttribute("aria-expanded", String(open));
    if (open) (contents.querySelector("[aria-current]") ?? contents.querySelector("a"))?.focus();
  };
  menu.setAttribute("role", "button");
  menu.setAttribute("aria-controls", "contents");
  menu.setAttribute("aria-expanded", "false");
  menu.addEventListener("click", (event) => { event.preventDefault(); show(!contents.classList.contains("open")); });
  menu.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); menu.click(); } });
  const current = contents.querySelector("[aria-current]");
  if (current) contents.scrollTop = Math.max(0, current.offsetTop - 120);

  // The section that is being read.
  const sections = [...document.querySelectorAll("article :is(h1, h2, h3, h4)[id]")];
  const links = new Map([...document.querySelectorAll(".here a")].map((link) => [link.hash.slice(1), link]));
  const reading = () => {
    let found = null;
    for (const section of sections) if (section.getBoundingClientRect().top < 120) found = section;
    return found;
  };
  let waiting = false;
  const follow = () => {
    waiting = false;
    const id = reading()?.id;
    for (const [key, link] of links) key === id ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
  };
  addEventListener("scroll", () => { if (!waiting) { waiting = true; requestAnimationFrame(follow); } }, { passive: true });
  follow();

  // The other language opens at the same place: the address's anchor, or else the section that is being read.
  for (const link of document.querySelectorAll(".top-language")) {
    const aim = () => {
      const section = reading();
      const anchor = location.hash.slice(1) || (section && section !== sections[0] ? section.id : "");
      link.hash = anchor;
    };
    for (const kind of ["pointerdown", "focus", "click"]) link.addEventListener(kind, aim);
  }

  // Code can be copied.
  if (navigator.clipboard) {
    for (const block of document.querySelectorAll(".highlight")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = words["code-copy"];
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(block.querySelector("pre").textContent);
        button.textContent = words["code-copied"];
        setTimeout(() => { button.textContent = words["code-copy"]; }, 2000);
      });
      block.append(button);
    }
  }

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
  window.collate = { cards: (found) => { cards = found; } };
  const fetchCards = () => {
    const file = document.body.dataset.cards;
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
    const left = Math.min(Math.max(place.left, 12), page.clientWidth - width - 12);
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
    if (event.key !== "Escape") return;
    if (!card.hidden) close();
    else if (contents.classList.contains("open")) { show(false); menu.focus(); }
  });
  addEventListener("resize", close);

  // Search: Ctrl+K or the button; the rest is loaded when it is asked for.
  const dialog = one("dialog#search");
  const searching = () => (window.collate.search ? Promise.resolve() : load("_static/search.js"));
  if (dialog) {
    const openSearch = async () => {
      if (dialog.open) return;
      close();
      dialog.showModal();
      dialog.querySelector("input").focus();
      await searching();
    };
    const button = one(".top-search");
    button.setAttribute("aria-haspopup", "dialog");
    button.addEventListener("click", (event) => { if (!event.ctrlKey && !event.metaKey) { event.preventDefault(); openSearch(); } });
    addEventListener("keydown", (event) => {
      const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
      if (((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") || (event.key === "/" && !typing && !event.ctrlKey)) {
        event.preventDefault();
        openSearch();
      }
    });
    dialog.querySelector(".search-close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  } else {
    searching();
  }
})();
