// Search. On a web site Pagefind ranks whole words; opened from a folder, or where Pagefind finds nothing, the text itself is compared.
(() => {
  "use strict";
  const root = new URL(document.documentElement.dataset.content_root || "./", location.href).href;
  const words = JSON.parse(document.getElementById("interface").textContent);
  const place = document.getElementById("search");
  const form = place.querySelector("form");
  const input = place.querySelector("input");
  const status = place.querySelector(".search-status");
  const list = place.querySelector(".search-results");
  const MOST = 30;

  let engine = null;
  const pagefind = async () => {
    if (location.protocol === "file:") return null;
    if (!engine) {
      engine = import(`${root}pagefind/pagefind.js`).then(async (module) => {
        await module.options({ baseUrl: new URL(root).pathname, excerptLength: 24 });
        return module;
      }).catch(() => null);
    }
    return engine;
  };
  let text = null;
  const wholeText = async () => {
    text ??= new Promise((done, fail) => {
      window.collate.text = done;
      const script = document.createElement("script");
      script.src = `${root}pagefind/text.js`;
      script.onerror = fail;
      document.head.append(script);
    });
    return text;
  };

  // Both forms of one character are in use: 台灣 is found where 臺灣 is printed.
  const forms = (query) => [...new Set([query, query.replaceAll("台", "臺"), query.replaceAll("臺", "台")])];
  const plain = (words) => words.normalize("NFKC").toLowerCase();

  const ranked = async (query) => {
    const module = await pagefind();
    if (!module) return [];
    const found = new Map();
    for (const form of forms(query)) {
      for (const result of (await module.search(form)).results) if (!found.has(result.id)) found.set(result.id, result);
    }
    const pages = await Promise.all([...found.values()].slice(0, MOST).map((result) => result.data()));
    // Pagefind cuts Chinese into words; what holds the words as they were typed comes first, and only that is marked there.
    const whole = forms(plain(query));
    const holds = (words) => whole.some((form) => plain(words).includes(form));
    const bare = (excerpt) => excerpt.replace(/<\/?mark>/g, "");
    const marked = (excerpt) => {
      const form = whole.find((found) => plain(bare(excerpt)).includes(found));
      if (!form || /[&<]/.test(form)) return excerpt;
      const words = bare(excerpt);
      const at = plain(words).indexOf(form);
      return `${words.slice(0, at)}<mark>${words.slice(at, at + form.length)}</mark>${words.slice(at + form.length)}`;
    };
    pages.sort((one, two) => holds(two.content) - holds(one.content));
    return pages.map((page) => {
      const parts = page.sub_results.filter((part) => part.title !== page.meta.title);
      const exact = parts.filter((part) => holds(bare(part.excerpt)));
      return {
        url: page.url, title: page.meta.title, excerpt: marked(page.excerpt), whole: holds(page.content),
        parts: (exact.length ? exact : parts).slice(0, 3).map((part) => ({ url: part.url, title: part.title, excerpt: marked(part.excerpt) })),
      };
    });
  };

  const escape = (words) => words.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);
  const compared = async (query) => {
    const all = await wholeText();
    const pages = new Map();
    for (const form of forms(plain(query))) {
      const tight = form.replace(/\s+/g, "");
      const parts = form.split(/\s+/).filter(Boolean);
      for (const [url, anchor, page, heading, body] of all) {
        const held = plain(`${page} ${heading} ${body}`);
        const together = held.replace(/\s+/g, "").includes(tight);
        if (!together && !parts.every((part) => held.includes(part))) continue;
        const at = Math.max(0, plain(body).indexOf(parts[0]));
        const from = Math.max(0, at - 40);
        const cut = body.slice(from, from + 120);
        const inside = plain(cut).indexOf(parts[0]);
        const length = parts[0].length;
        const excerpt = inside < 0 ? escape(cut) : `${escape(cut.slice(0, inside))}<mark>${escape(cut.slice(inside, inside + length))}</mark>${escape(cut.slice(inside + length))}`;
        const entry = pages.get(url) ?? { url: root + url, title: page, excerpt, parts: [] };
        if (anchor && heading !== page && entry.parts.length < 3) entry.parts.push({ url: `${root}${url}#${anchor}`, title: heading, excerpt });
        pages.set(url, entry);
      }
    }
    return [...pages.values()].slice(0, MOST);
  };

  const item = (result) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    const title = document.createElement("strong");
    const excerpt = document.createElement("span");
    link.href = result.url;
    title.textContent = result.title;
    excerpt.innerHTML = result.excerpt; // escaped by Pagefind, and above
    link.append(title, excerpt);
    line.append(link);
    if (result.parts?.length) {
      const parts = document.createElement("ol");
      parts.append(...result.parts.map(item));
      line.append(parts);
    }
    return line;
  };

  let turn = 0;
  const run = async () => {
    const query = input.value.trim();
    const mine = ++turn;
    if (!query) { list.replaceChildren(); status.textContent = words["search-hint"]; place.dataset.query = ""; return; }
    let results = await ranked(query);
    if (!results.some((result) => result.whole)) {
      const found = await compared(query).catch(() => []);
      const urls = new Set(found.map((result) => new URL(result.url, root).pathname));
      results = [...found, ...results.filter((result) => !urls.has(new URL(result.url, root).pathname))];
    }
    if (mine !== turn) return;
    list.replaceChildren(...results.map(item));
    const count = results.length === 1 ? words["search-one"] : words["search-count"].replace("{count}", results.length);
    const told = results.length ? count : words["search-none"].replace("{query}", query);
    status.textContent = location.protocol === "file:" ? `${told} ${words["search-file"]}` : told;
    place.dataset.query = query; // tells that the list answers this query
  };
  let timer = 0;
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(run, 150); });
  form.addEventListener("submit", (event) => { event.preventDefault(); list.querySelector("a")?.focus(); });
  place.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [input, ...list.querySelectorAll("a")];
    const next = stops[stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) { event.preventDefault(); next.focus(); }
  });
  list.addEventListener("click", (event) => { if (event.target.closest("a") && place instanceof HTMLDialogElement) place.close(); });
  const asked = new URLSearchParams(location.search).get("q");
  if (asked && !input.value) input.value = asked;
  window.collate.search = run;
  if (input.value) run();
})();
