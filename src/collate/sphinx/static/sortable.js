// Tables of class cv-sortable: a click on a header, or Enter on it, sorts by that column; without scripts they stand as they are.
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
