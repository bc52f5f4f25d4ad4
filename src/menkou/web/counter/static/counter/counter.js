// The counter's keys: digits go into the entry that was tapped last; the first digit replaces what
// was preset. Without this script the entries and the button do the same.
import "./tone.js";

const form = document.querySelector("[data-counter]");
const pad = form && form.querySelector("[data-pad]");
const MOST = 9_999_999; // pieces: more is a slip of the keys, and refused
const phone = matchMedia("(pointer: coarse)").matches;
const entries = form ? [...form.querySelectorAll("input.num")] : [];

if (pad && entries.length) {
  let current = entries[0];
  let fresh = true;
  const pay = form.querySelector("[data-pay]");
  const tally = form.querySelector("[data-there]");
  // While the good pieces stand as preset, what goes to other states comes off them.
  let balanced = Boolean(tally) && entries[0].value === tally.dataset.there;
  const count = (entry) => Number(entry.value.replace(/[, ]/g, ""));

  const choose = (entry) => {
    current = entry;
    fresh = true;
    for (const one of entries) {
      const label = one.closest(".tally label");
      if (label) label.classList.toggle("on", one === entry);
    }
  };
  const show = () => {
    if (balanced && current === entries[0] && !fresh) balanced = false;
    if (balanced) {
      const others = entries.slice(1).reduce((sum, entry) => sum + (count(entry) || 0), 0);
      entries[0].value = String(Math.max(Number(tally.dataset.there) - others, 0));
    }
    if (!pay) return;
    const good = count(entries[0]);
    pay.hidden = !Number.isInteger(good) || good < 0 || good > MOST;
    pay.querySelector("b").textContent = ((good * Number(pay.dataset.pay)) / 10000).toFixed(2);
  };
  const mark = () => {
    for (const one of form.querySelectorAll(".bare-set input"))
      one.parentElement.classList.toggle("on", one.checked);
  };

  pad.hidden = false;
  for (const entry of entries) {
    if (phone) entry.inputMode = "none";
    entry.addEventListener("focus", () => { choose(entry); entry.select(); });
    entry.addEventListener("input", () => { fresh = false; show(); });
  }
  pad.addEventListener("click", (event) => {
    const key = event.target.closest("button[data-key]");
    if (!key) return;
    if (key.dataset.key === "back") current.value = fresh ? "" : current.value.slice(0, -1);
    else current.value = (fresh ? "" : current.value) + key.dataset.key;
    fresh = false;
    show();
  });
  form.addEventListener("change", mark);
  // A second press of the same page while the first is on its way would only wait for it.
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => { delete form.dataset.sent; });
  choose(entries[0]);
  mark();
  show();
}

// Another carrier is looked for by a form of its own: what was typed goes along and comes back.
const by = document.querySelector("[data-by]");
if (by && form) {
  by.addEventListener("submit", () => {
    for (const entry of entries) {
      const kept = document.createElement("input");
      kept.type = "hidden";
      kept.name = entry.name;
      kept.value = entry.value;
      by.append(kept);
    }
  });
}

// At a PC the first entry waits for digits and Enter; a phone would open its keyboard over the page.
if (entries.length && !phone) {
  entries[0].focus();
  entries[0].select();
}
