// Search. On a web site Pagefind ranks whole words; opened from a folder, or where Pagefind finds nothing, the text itself is compared.
// A number is looked for as a whole: first the places where the book prints it, then all other text that has it.
(() => {
  "use strict";
  const root = new URL(document.documentElement.dataset.content_root || "./", location.href).href;
  const words = JSON.parse(document.getElementById("interface").textContent);
  const place = document.getElementById("search");
  const form = place.querySelector("form");
  const input = place.querySelector("input");
  const status = place.querySelector(".search-status");
  const list = place.querySelector(".search-results");
  const MOST = 50;

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
  const listed = (name) => {
    let content = null;
    return () => {
      content ??= new Promise((done, fail) => {
        window.collate[name] = done;
        const script = document.createElement("script");
        script.src = `${root}pagefind/${name}.js`;
        script.onerror = fail;
        document.head.append(script);
      });
      return content;
    };
  };
  const [wholeText, allNumbers] = [listed("text"), listed("numbers")];

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
  const compared = async (query, fits = () => true) => {
    const all = await wholeText();
    const pages = new Map();
    for (const form of forms(plain(query))) {
      const tight = form.replace(/\s+/g, "");
      const parts = form.split(/\s+/).filter(Boolean);
      for (const [url, anchor, page, heading, body] of all) {
        const held = plain(`${page} ${heading} ${body}`);
        const together = held.replace(/\s+/g, "").includes(tight);
        if (!fits(held) || (!together && !parts.every((part) => held.includes(part)))) continue;
        const at = Math.max(0, fits(held)?.index === undefined ? plain(body).indexOf(parts[0]) : plain(body).search(fits.pattern));
        const from = Math.max(0, at - 40);
        const cut = body.slice(from, from + 120);
        const inside = at - from < cut.length && plain(cut).startsWith(parts[0], at - from) ? at - from : plain(cut).indexOf(parts[0]);
        const length = parts[0].length;
        const excerpt = inside < 0 ? escape(cut) : `${escape(cut.slice(0, inside))}<mark>${escape(cut.slice(inside, inside + length))}</mark>${escape(cut.slice(inside + length))}`;
        const entry = pages.get(url) ?? { url: root + url, title: page, excerpt, parts: [] };
        if (anchor && heading !== page && entry.parts.length < 3) entry.parts.push({ url: `${root}${url}#${anchor}`, title: heading, excerpt });
        pages.set(url, entry);
      }
    }
    return [...pages.values()].slice(0, MOST);
  };

  // A number: its own places first, by page, those of chapters before those of other pages; then text that has it between no other digits.
  const asNumber = (words) => words.normalize("NFKC").replaceAll(",", "").replaceAll("−", "-").replace(/\s*%$/, "");
  const IS_NUMBER = /^-?\d+(\.\d+)?$/;
  const numbers = async (query) => {
    const wanted = asNumber(query);
    const pages = new Map();
    for (const [printed, beside, url, anchor, title, heading] of await allNumbers()) {
      if (asNumber(printed) !== wanted && asNumber(beside) !== wanted) continue;
      const entry = pages.get(url) ?? { url: `${root}${url}#${encodeURIComponent(anchor)}`, path: root + url, title, excerpt: "", parts: [], count: 0 };
      const excerpt = `<mark>${escape(printed)}</mark>${beside ? ` → ${escape(beside)}` : ""}`;
      if (!entry.count++) entry.excerpt = excerpt;
      if (entry.parts.length < 3) entry.parts.push({ url: `${root}${url}#${encodeURIComponent(anchor)}`, title: heading, excerpt });
      pages.set(url, entry);
    }
    const aside = (page) => Number(page.path.includes("/artifacts/"));
    const own = [...pages.values()].sort((one, two) => aside(one) - aside(two) || two.count - one.count);
    const escaped = query.normalize("NFKC").replace(/[\s%]+$/, "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const pattern = new RegExp(`(?<![\\d.,-])${escaped}(?!\\d|[.,]\\d)`);
    const fits = Object.assign((held) => pattern.exec(held), { pattern });
    const others = (await compared(query.replace(/[\s%％]+$/, ""), fits)).filter((page) => !own.some((one) => one.path === page.url));
    return [...own, ...others].slice(0, MOST);
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
    const number = IS_NUMBER.test(asNumber(query));
    let results = number ? await numbers(query).catch(() => []) : await ranked(query);
    if (!number && !results.some((result) => result.whole)) {
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
