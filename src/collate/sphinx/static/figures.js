// Marks of a drawing tell their value, source and verdict on hover, focus and tap, and light the cell of the table that prints it.
// Without this script each mark has a title, and the drawing its description.
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const tip = document.createElement("div");
  tip.className = "fig-tip";
  tip.setAttribute("role", "status");
  tip.hidden = true;
  let on = [];
  const seen = (mark) => mark.getClientRects().length > 0;
  const close = () => {
    for (const element of on) element.classList.remove("on", "cv-lit");
    on = [];
    tip.hidden = true;
  };
  const paragraph = (text, name = "") => {
    const part = document.createElement("p");
    part.textContent = text;
    part.className = name;
    return part;
  };
  const block = (mark) => {
    const sources = JSON.parse(mark.closest(".fig").dataset.sources ?? "[]");
    const cited = [];
    const lines = (mark.closest("svg").collateTold.get(mark.dataset.i)?.lines ?? []).map((line, number) =>
      paragraph(line.replace(/ ?\[(\d+)\]/g, (_, source) => { cited.push(sources[source - 1]); return ""; }), number ? "" : "fig-name"));
    return [...lines, ...cited.map((name) => paragraph(name, "fig-source"))];
  };
  // Marks that lie upon one another are told together.
  const open = (mark) => {
    close();
    const middle = (other) => { const box = other.getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2]; };
    const [x, y] = middle(mark);
    const shown = [...mark.closest("svg").querySelectorAll(".m")].filter((other) => {
      if (other === mark) return true;
      if (!seen(other) || !other.querySelector("circle, [transform]")) return false;
      const [left, top] = middle(other);
      return Math.hypot(left - x, top - y) < 4;
    });
    tip.replaceChildren(...shown.flatMap(block));
    const cells = shown.map((other) => document.getElementById(mark.closest("svg").collateTold.get(other.dataset.i)?.cell ?? "")?.closest("td, th"));
    on = [...shown, ...cells.filter(Boolean)];
    for (const other of shown) other.classList.add("on");
    for (const cell of cells) cell?.classList.add("cv-lit");
    tip.hidden = false;
    const place = mark.getBoundingClientRect();
    const left = Math.min(Math.max(place.left + place.width / 2 - tip.offsetWidth / 2, 8), document.documentElement.clientWidth - tip.offsetWidth - 8);
    const top = place.top > tip.offsetHeight + 16 ? place.top - tip.offsetHeight - 10 : place.bottom + 10;
    tip.style.left = `${left + scrollX}px`;
    tip.style.top = `${top + scrollY}px`;
  };
  // A mark is a few pixels wide: the nearest within reach of a finger counts.
  const nearest = (svg, x, y, reach) => {
    let best = null;
    for (const mark of svg.querySelectorAll(".m")) {
      if (!seen(mark)) continue;
      const box = mark.getBoundingClientRect();
      const off = Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
      if (off <= reach && (!best || off < best.off)) best = { mark, off };
    }
    return best?.mark ?? null;
  };
  const figures = [...document.querySelectorAll(".fig")];
  if (figures.length) document.body.append(tip);
  const prepare = (svg, told) => {
    svg.collateTold = told;
    const marks = [...svg.querySelectorAll(".m")];
    if (!marks.length) return;
    svg.setAttribute("role", "group");
    for (const mark of marks) {
      mark.setAttribute("role", "img");
      mark.setAttribute("aria-label", (told.get(mark.dataset.i)?.lines ?? []).join("; ").replace(/ ?\[\d+\]/g, ""));
      mark.setAttribute("tabindex", "-1");
    }
    // One stop of the tab key a drawing; arrows lead from mark to mark.
    marks[0].setAttribute("tabindex", "0");
    svg.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const shown = marks.filter(seen);
      const at = shown.indexOf(event.target.closest(".m"));
      if (!step || at < 0) return;
      event.preventDefault();
      const next = shown[(at + step + shown.length) % shown.length];
      for (const mark of marks) mark.setAttribute("tabindex", mark === next ? "0" : "-1");
      next.focus();
    });
    svg.addEventListener("focusin", (event) => { const mark = event.target.closest(".m"); if (mark) open(mark); });
    svg.addEventListener("focusout", close);
    svg.addEventListener("pointermove", (event) => {
      if (event.pointerType !== "mouse") return;
      const mark = nearest(svg, event.clientX, event.clientY, 8);
      if (mark && mark !== on[0]) open(mark);
      else if (!mark && !svg.contains(document.activeElement)) close();
    });
    svg.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse" && !svg.contains(document.activeElement)) close(); });
    svg.addEventListener("click", (event) => {
      const mark = nearest(svg, event.clientX, event.clientY, 22);
      if (mark) open(mark);
      else close();
    });
  };
  const texts = new Map();
  for (const figure of figures) {
    const told = new Map();
    texts.set(figure, told);
    for (const title of figure.querySelectorAll(".fig-wide .m > title")) {
      told.set(title.parentNode.dataset.i, { lines: title.textContent.split(" · "), cell: title.parentNode.dataset.cell });
      title.remove(); // its browser would show it a second time
    }
    for (const svg of figure.querySelectorAll("svg")) prepare(svg, told);
  }
  // The layouts for narrow screens come when one has no room for the wide one.
  let asked = false;
  window.collate = { ...window.collate, drawings: (narrow) => {
    for (const figure of figures) {
      const svg = narrow[figure.querySelector("svg")?.getAttribute("aria-labelledby")];
      if (!svg) continue;
      figure.insertAdjacentHTML("beforeend", svg);
      prepare(figure.lastElementChild, texts.get(figure));
    }
  } };
  const fit = () => {
    const one = figures.find((figure) => figure.dataset.narrow && figure.clientWidth && figure.clientWidth < 600);
    if (asked || !one) return;
    asked = true;
    const script = document.createElement("script");
    script.src = (document.documentElement.dataset.content_root || "./") + one.dataset.narrow;
    document.head.append(script);
  };
  addEventListener("resize", fit);
  fit();
  document.addEventListener("click", (event) => { if (!event.target.closest?.(".fig")) close(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !tip.hidden) close(); });
  addEventListener("resize", close);
  // The first mark may be hidden by the chosen reading: the stop of the tab key moves on.
  new MutationObserver(() => {
    close();
    for (const svg of document.querySelectorAll(".fig svg")) {
      const marks = [...svg.querySelectorAll(".m")];
      const stop = marks.find((mark) => mark.getAttribute("tabindex") === "0");
      if (!stop || seen(stop) || !seen(svg)) continue;
      stop.setAttribute("tabindex", "-1");
      marks.find(seen)?.setAttribute("tabindex", "0");
    }
  }).observe(document.documentElement, { attributes: true, attributeFilter: ["data-reading"] });
});
