// Big keys beside a plain entry: the digits go into it.
for (const pad of document.querySelectorAll("[data-keys]")) {
  const entry = document.getElementById(pad.dataset.keys);
  const most = entry.maxLength > 0 ? entry.maxLength : 12;
  pad.hidden = false;
  pad.addEventListener("click", (event) => {
    const key = event.target.closest("button[data-key]");
    if (!key) return;
    if (key.dataset.key === "back") entry.value = entry.value.slice(0, -1);
    else if (entry.value.length < most) entry.value += key.dataset.key;
  });
}
