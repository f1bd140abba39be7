"use strict";
// Everything is readable without this script; it folds the cards, filters and sorts the table, saves CSV.
(() => {
  const table = document.querySelector("table.verdicts");
  const form = document.querySelector("form.tools");
  const bodies = [...table.tBodies];
  const rows = [...table.querySelectorAll("tr.question")];
  const cards = [...document.querySelectorAll(".card > details")];
  const home = new Map(rows.map((row) => [row, row.parentNode]));
  const search = document.getElementById("search");
  const verdict = document.getElementById("filter-verdict");
  const section = document.getElementById("filter-section");
  const order = document.getElementById("order");
  const found = document.getElementById("found");
  const worst = ["invalid", "not-judged", "refuted", "inconclusive", "supported"];
  const number = (text, missing) => (text === "" ? missing : Number(text));
  const compare = {
    verdict: (a, b) => worst.indexOf(a.dataset.verdict) - worst.indexOf(b.dataset.verdict),
    effect: (a, b) => number(a.dataset.effect, 1e9) - number(b.dataset.effect, 1e9),
    seeds: (a, b) => Number(b.dataset.seeds) - Number(a.dataset.seeds),
  };

  function matches(row, words) {
    const text = row.textContent.toLowerCase();
    const wanted = verdict.value;
    return (
      words.every((word) => text.includes(word)) &&
      (!wanted || row.dataset.verdict === wanted || (wanted === "unexpected" && row.dataset.expected === "no")) &&
      (!section.value || row.dataset.section === section.value)
    );
  }

  function update() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const sorted = order.value !== "text";
    const shown = rows.filter((row) => matches(row, words));
    rows.forEach((row) => { row.hidden = !shown.includes(row); });
    const ordered = sorted ? [...rows].sort(compare[order.value]) : rows;
    ordered.forEach((row) => (sorted ? bodies[0] : home.get(row)).append(row));
    // A question that stands apart from its claim's first one has to repeat the wording.
    table.classList.toggle("flat", sorted);
    rows.forEach((row) => row.classList.toggle("alone", shown.length < rows.length));
    bodies.forEach((body) => { body.hidden = ![...body.rows].some((row) => row.matches(".question:not([hidden])")); });
    found.textContent = shown.length === rows.length ? "" : `${shown.length} of ${rows.length} entries`;
  }

  function reveal() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const card = target.closest(".card");
    if (!card) return;
    card.querySelector("details").open = true;
    target.scrollIntoView();
  }

  function csv(source) {
    const quoted = (cell) => `"${cell.textContent.replaceAll('"', '""')}"`;
    return [...source.rows].map((row) => [...row.cells].map(quoted).join(",")).join("\r\n") + "\r\n";
  }

  function button(text, action) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", () => action(made));
    return made;
  }

  async function copy(source, pressed) {
    const label = pressed.textContent;
    try {
      await navigator.clipboard.writeText(csv(source));
      pressed.textContent = "Copied";
    } catch {
      // Some browsers give local files no clipboard: select the table instead, for Ctrl+C.
      getSelection().selectAllChildren(source);
      pressed.textContent = "Selected: press Ctrl+C";
    }
    setTimeout(() => { pressed.textContent = label; }, 2500);
  }

  function save(source) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv(source)], { type: "text/csv" }));
    link.download = source.dataset.csv;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  for (const source of document.querySelectorAll("table[data-csv]")) {
    const bar = document.createElement("div");
    bar.className = "save";
    bar.append(button("Copy as CSV", (pressed) => copy(source, pressed)), button("Save CSV", () => save(source)));
    source.closest(".scroll").before(bar);
  }

  let before = [];
  addEventListener("beforeprint", () => {
    before = [...document.querySelectorAll("details:not([open])")];
    before.forEach((item) => { item.open = true; });
  });
  addEventListener("afterprint", () => before.forEach((item) => { item.open = false; }));

  cards.forEach((card) => { card.open = false; });
  form.hidden = false;
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(update));
  addEventListener("hashchange", reveal);
  // A link to the address that is already shown changes no hash.
  document.addEventListener("click", (event) => { if (event.target.closest('a[href^="#"]')) setTimeout(reveal); });
  update();
  reveal();
})();
