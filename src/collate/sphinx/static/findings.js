// The strip of all values: its addresses come when a reader first touches it, and make each cell a link.
"use strict";
(() => {
  const strip = document.querySelector(".cv-strip");
  if (!strip) return;
  window.collateStrip = (entries) => {
    const cells = strip.querySelectorAll(".cv-strip-part > *");
    cells.forEach((cell, position) => {
      const [address, title] = entries[position] ?? [];
      if (!address) return;
      const link = document.createElement("a");
      link.className = cell.className || { I: "e", B: "g", U: "a" }[cell.tagName];
      link.href = address;
      link.title = title;
      link.tabIndex = -1;
      cell.replaceWith(link);
    });
  };
  let asked = false;
  const ask = () => {
    if (asked) return;
    asked = true;
    const script = document.createElement("script");
    script.src = strip.dataset.addresses;
    document.head.append(script);
  };
  for (const event of ["pointerover", "touchstart"]) strip.addEventListener(event, ask, { once: true, passive: true });
})();
