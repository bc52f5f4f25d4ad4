// Tickets for many: the sum beside the room moves with every tick. Without this script the button
// that adds it up does the same.
const form = document.querySelector("[data-many]");
if (form) {
  const each = form.querySelector("[name=each]");
  const ticks = [...form.querySelectorAll("[name=who]")];
  const room = Number(form.dataset.room);
  const read = (entry) => Number(entry.value.replace(/[, ]/g, "")) || 0;
  const own = (tick) => form.querySelector(`[name=n${tick.value}]`);
  const put = (name, n) => { form.querySelector(`[data-${name}]`).textContent = n.toLocaleString("en"); };
  const show = () => {
    const chosen = ticks.filter((tick) => tick.checked);
    const sum = chosen.reduce((all, tick) => all + (read(own(tick)) || read(each)), 0);
    put("people", chosen.length);
    put("sum", sum);
    put("left", room - sum);
    form.querySelector("[data-left]").classList.toggle("clay-text", sum > room);
  };
  form.addEventListener("input", (event) => {
    // Who gets a number of her own is meant to be ticked.
    const { name, value } = event.target;
    if (/^n\d+$/.test(name) && value) ticks.find((tick) => `n${tick.value}` === name).checked = true;
    show();
  });
  // Enter in a number of her own goes to the next row, as in a list; elsewhere it makes the tickets.
  const owns = ticks.map(own);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !owns.includes(event.target)) return;
    event.preventDefault();
    (owns[owns.indexOf(event.target) + 1] ?? form.querySelector("[value=make].main")).focus();
  });
  form.querySelector("[data-all]").addEventListener("click", (event) => {
    event.preventDefault();
    const on = !ticks.every((tick) => tick.checked);
    for (const tick of ticks) tick.checked = on;
    show();
  });
  form.querySelector("[data-look]").hidden = true;
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => { delete form.dataset.sent; show(); });
  show();
}
