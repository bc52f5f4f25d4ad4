// How many she wants: + and −, large keys, and what it will pay. Without this script the entry and
// the button do the same.
const form = document.querySelector("[data-want]");
if (form) {
  const entry = form.querySelector("input.num");
  const most = Number(form.dataset.most);
  const pay = Number(form.dataset.pay);
  const sum = form.querySelector("[data-sum]");
  const pad = form.querySelector("[data-pad]");
  let fresh = true;

  const count = () => Number(entry.value.replace(/[, ]/g, "")) || 0;
  const show = () => {
    sum.hidden = count() <= 0;
    sum.querySelector("b").textContent = ((count() * pay) / 10000).toFixed(2);
  };
  const put = (n) => { entry.value = String(Math.min(Math.max(n, 1), most)); show(); };

  for (const step of form.querySelectorAll("[data-step]")) {
    step.hidden = false;
    step.addEventListener("click", () => put(count() + Number(step.dataset.step)));
  }
  pad.hidden = false;
  if (matchMedia("(pointer: coarse)").matches) entry.inputMode = "none";
  pad.addEventListener("click", (event) => {
    const key = event.target.closest("button[data-key]");
    if (!key) return;
    if (key.dataset.key === "all") put(most);
    else if (key.dataset.key === "back") entry.value = fresh ? "" : entry.value.slice(0, -1);
    else entry.value = (fresh ? "" : entry.value) + key.dataset.key;
    fresh = key.dataset.key === "all";
    show();
  });
  entry.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => { delete form.dataset.sent; });
  show();
}
