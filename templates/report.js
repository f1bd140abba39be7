"use strict";
// Everything is readable without this script; it filters cards and table, keeps the filter in the address, saves CSV.
(() => {
  const table = document.querySelector("table.verdicts");
  const form = document.querySelector("form.tools");
  const bodies = [...table.tBodies];
  const rows = [...table.querySelectorAll("tr.question")];
  const cards = [...document.querySelectorAll("#claims .card")];
  const sections = [...document.querySelectorAll("#claims .text-section")];
  const home = new Map(rows.map((row) => [row, row.parentNode]));
  const fields = { q: "search", level: "filter-level", section: "filter-section" };
  const field = (name) => document.getElementById(fields[name]);
  const order = document.getElementById("order");
  const found = document.getElementById("found");
  const expand = form.querySelector(".expand");
  const worst = ["invalid", "not-judged", "refuted", "inconclusive", "supported"];
  const number = (text, missing) => (text === "" ? missing : Number(text));
  const compare = {
    verdict: (a, b) => worst.indexOf(a.dataset.verdict) - worst.indexOf(b.dataset.verdict),
    effect: (a, b) => number(a.dataset.effect, 1e9) - number(b.dataset.effect, 1e9),
    seeds: (a, b) => Number(b.dataset.seeds) - Number(a.dataset.seeds),
  };

  function matches(entry, words) {
    const text = entry.textContent.toLowerCase();
    const level = field("level").value;
    const section = field("section").value;
    return (
      words.every((word) => text.includes(word)) &&
      (!level || entry.dataset.level === level || (level === "unexpected" && entry.dataset.expected === "no")) &&
      (!section || entry.dataset.section === section)
    );
  }

  function update() {
    const words = field("q").value.toLowerCase().split(/\s+/).filter(Boolean);
    const sorted = order.value !== "text";
    for (const entry of [...rows, ...cards]) entry.hidden = !matches(entry, words);
    const shown = cards.filter((card) => !card.hidden).length;
    const filtered = shown < cards.length;
    sections.forEach((section) => { section.hidden = !section.querySelector(".card:not([hidden])"); });
    document.querySelectorAll(".text-section .lessons").forEach((lessons) => { lessons.hidden = filtered; });
    const ordered = sorted ? [...rows].sort(compare[order.value]) : rows;
    ordered.forEach((row) => (sorted ? bodies[0] : home.get(row)).append(row));
    // A question that stands apart from its claim's first one has to repeat the wording.
    table.classList.toggle("flat", sorted);
    rows.forEach((row) => row.classList.toggle("alone", filtered));
    bodies.forEach((body) => { body.hidden = ![...body.rows].some((row) => row.matches(".question:not([hidden])")); });
    found.textContent = !filtered ? "" : shown ? `${shown} of ${cards.length} claims` : "Nothing matches.";
  }

  // The filters live in the address, after "#?", so that a filtered page can be linked to.
  function keep() {
    const said = new URLSearchParams();
    for (const name of Object.keys(fields)) if (field(name).value) said.set(name, field(name).value);
    history.replaceState(null, "", `${said.size ? `#?${said}` : "#claims"}`);
    update();
  }

  function choose(chosen) {
    for (const name of Object.keys(fields)) field(name).value = chosen.get(name) ?? "";
    if (field("level").selectedIndex < 0) field("level").value = "";
    if (field("section").selectedIndex < 0) field("section").value = "";
    update();
  }

  function follow() {
    const hash = decodeURIComponent(location.hash.slice(1));
    if (hash.startsWith("?")) {
      choose(new URLSearchParams(hash.slice(1)));
      form.scrollIntoView();
      return;
    }
    const target = document.getElementById(hash);
    if (!target) return;
    if (target.closest("[hidden]")) choose(new URLSearchParams());
    for (let inside = target; inside; inside = inside.parentElement) if (inside.matches("details")) inside.open = true;
    target.scrollIntoView();
  }

  function csv(source) {
    if (source.matches("pre")) return source.textContent.replaceAll("\n", "\r\n");
    const quoted = (cell) => `"${cell.textContent.trim().replace(/\s+/g, " ").replaceAll('"', '""')}"`;
    const lines = [...source.rows].filter((row) => !row.matches(".section-row"));
    return lines.map((row) => [...row.cells].map(quoted).join(",")).join("\r\n") + "\r\n";
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
      // Some browsers give local files no clipboard: select the text instead, for Ctrl+C.
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

  for (const source of document.querySelectorAll("[data-csv]")) {
    const bar = document.createElement("div");
    bar.className = "save";
    bar.append(button("Copy as CSV", (pressed) => copy(source, pressed)), button("Save CSV", () => save(source)));
    source.before(bar);
  }

  expand.addEventListener("click", () => {
    const open = expand.getAttribute("aria-pressed") !== "true";
    expand.setAttribute("aria-pressed", String(open));
    expand.textContent = open ? "Hide all evidence" : "Show all evidence";
    document.querySelectorAll("details.evidence").forEach((item) => { item.open = open; });
  });
  // What is printed is the answer alone, unless everything is asked for.
  let before = [];
  form.querySelector(".whole").addEventListener("click", () => {
    document.documentElement.classList.add("everything");
    before = [...document.querySelectorAll("details:not([open])")];
    before.forEach((item) => { item.open = true; });
    print();
  });
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("everything");
    before.forEach((item) => { item.open = false; });
    before = [];
  });

  form.hidden = false;
  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, keep);
    order.addEventListener(kind, update);
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(keep));
  addEventListener("hashchange", follow);
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link) return;
    if (link.dataset.level) {
      event.preventDefault();
      location.hash = `?level=${link.dataset.level}`;
    }
    setTimeout(follow); // a link to the address that is already shown changes no hash
  });
  update();
  follow();
})();
