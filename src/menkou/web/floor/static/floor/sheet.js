// The month sheet by keyboard and mouse: cells change here and are sent together by one press.
// Without this script a day's head leads to the page of the day, which does the same.
const form = document.querySelector("[data-sheet]");
const table = form && form.querySelector("[data-grid]");
const SIGNS = { "-": "", leave: "假" };
const LEAVE = "personal";
const MOST_HOURS = 6;

if (table) {
  const full = form.dataset.full;
  const days = new Set(form.dataset.last.trim().split(" "));
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].filter(
    (cell) => cell.tagName === "TD" && !cell.classList.contains("sum")));
  const dayOf = (x) => String(Math.floor(x / 2) + 1);
  const sign = (state) => {
    if (state in SIGNS) return SIGNS[state];
    if (!/^\d+$/.test(state)) return SIGNS.leave;
    return Number(state) >= Number(full) ? "√" : "△";
  };
  const changed = new Map();
  const places = new Map();
  rows.forEach((cells, y) => cells.forEach((cell, x) => {
    places.set(cell, [y, x]);
    cell.tabIndex = -1;
    if (!days.has(dayOf(x))) cell.classList.add("later");
  }));
  const help = document.querySelector("[data-help]");
  if (help) help.hidden = false;
  // In the month that runs the work is on its last day; in one that is over, anywhere.
  const last = days.size * 2 < rows[0].length ? Math.max(days.size * 2 - 2, 0) : 0;
  let at = rows[0][last];
  at.tabIndex = 0;
  const box = table.closest(".scroll");
  if (last) box.scrollLeft = at.offsetLeft - box.clientWidth / 2;

  const go = (y, x) => {
    const next = rows[Math.min(Math.max(y, 0), rows.length - 1)];
    const cell = next[Math.min(Math.max(x, 0), next.length - 1)];
    at.tabIndex = -1;
    at = cell;
    at.tabIndex = 0;
    at.focus();
  };
  const put = (cell, state) => {
    const x = places.get(cell)[1];
    if (!days.has(dayOf(x))) return;
    const seen = cell.dataset.s || "-";
    if (!("was" in cell.dataset)) cell.dataset.was = cell.textContent;
    if (state === seen) changed.delete(cell);
    else changed.set(cell, state);
    const differs = changed.has(cell);
    cell.textContent = differs ? sign(state) : cell.dataset.was;
    cell.classList.toggle("changed", differs);
    show();
  };
  const toggle = (cell) => {
    const now = changed.get(cell) || cell.dataset.s || "-";
    put(cell, now === "-" ? full : "-");
  };
  const send = form.querySelector("[data-send]");
  const show = () => {
    send.hidden = !changed.size;
    send.querySelector("[data-count]").textContent = String(changed.size);
  };

  table.addEventListener("click", (event) => {
    const cell = event.target.closest("td");
    if (!places.has(cell)) return;
    go(...places.get(cell));
    toggle(cell);
  });
  table.addEventListener("keydown", (event) => {
    if (!places.has(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
    const [y, x] = places.get(event.target);
    const steps = {
      ArrowUp: [y - 1, x], ArrowDown: [y + 1, x], ArrowLeft: [y, x - 1], ArrowRight: [y, x + 1],
      Home: [y, 0], End: [y, rows[y].length - 1],
    };
    if (event.key in steps) go(...steps[event.key]);
    else if (event.key === " " || event.key === "Enter") toggle(event.target);
    else if (event.key === "Backspace" || event.key === "Delete") put(event.target, "-");
    else if (event.key === "0") put(event.target, LEAVE);
    else if (/^[1-9]$/.test(event.key) && Number(event.key) <= MOST_HOURS) put(event.target, String(event.key * 60));
    else return;
    event.preventDefault();
  });
  form.addEventListener("reset", () => {
    for (const cell of [...changed.keys()]) put(cell, cell.dataset.s || "-");
  });
  form.addEventListener("submit", () => {
    for (const old of form.querySelectorAll("[name=cell]")) old.remove();
    for (const [cell, state] of changed) {
      const entry = document.createElement("input");
      const x = places.get(cell)[1];
      entry.type = "hidden";
      entry.name = "cell";
      entry.value = `${cell.parentNode.dataset.p} ${dayOf(x)}.${x % 2 ? "pm" : "am"} ${state} ${cell.dataset.s || "-"}`;
      form.append(entry);
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed.size && !form.querySelector("[name=cell]")) event.preventDefault();
  });
}
