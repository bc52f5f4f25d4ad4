// The counter's keys: digits go into the entry that was tapped last; the first digit replaces what
// was preset. Without this script the entries and the button do the same.
const form = document.querySelector("[data-counter]");
const pad = form && form.querySelector("[data-pad]");
const phone = matchMedia("(pointer: coarse)").matches;
const entries = form ? [...form.querySelectorAll("input.num")] : [];

if (pad && entries.length) {
  let current = entries[0];
  let fresh = true;
  const pay = form.querySelector("[data-pay]");

  const choose = (entry) => {
    current = entry;
    fresh = true;
    for (const one of entries) {
      const label = one.closest(".tally label");
      if (label) label.classList.toggle("on", one === entry);
    }
  };
  const show = () => {
    if (!pay) return;
    const good = Number(entries[0].value.replace(/[, ]/g, ""));
    pay.hidden = !Number.isInteger(good);
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
    if (key.dataset.key === "next") choose(entries[(entries.indexOf(current) + 1) % entries.length]);
    else if (key.dataset.key === "back") current.value = fresh ? "" : current.value.slice(0, -1);
    else current.value = (fresh ? "" : current.value) + key.dataset.key;
    if (key.dataset.key !== "next") fresh = false;
    show();
  });
  form.addEventListener("change", mark);
  choose(entries[0]);
  mark();
  show();
}

// At a PC the first entry waits for digits and Enter; a phone would open its keyboard over the page.
if (entries.length && !phone) {
  entries[0].focus();
  entries[0].select();
}
