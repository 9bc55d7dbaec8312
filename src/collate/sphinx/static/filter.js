// Filters the list of values by what its rows say in their classes. Without this script the whole list is shown.
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
