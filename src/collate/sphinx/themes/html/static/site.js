// The page around an article: colours, contents on a phone, sections, the language switch, search.
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
    for (const sheet of document.querySelectorAll("link.code-dark")) sheet.media = page.dataset.theme === "dark" ? "screen" : "not all";
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

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && contents.classList.contains("open")) { show(false); menu.focus(); }
  });

  // Search: Ctrl+K or the button; the rest is loaded when it is asked for.
  const dialog = one("dialog#search");
  const searching = () => (window.collate?.search ? Promise.resolve() : load("_static/search.js"));
  if (dialog) {
    const openSearch = async () => {
      if (dialog.open) return;
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
