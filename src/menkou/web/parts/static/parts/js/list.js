// A choice in a list's filters is asked at once; "/" goes to the search box.
for (const form of document.querySelectorAll("form[data-list]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=radio], input[type=checkbox]")) form.requestSubmit();
  });
  // Empty entries would only make the address longer.
  form.addEventListener("submit", () => {
    for (const entry of form.querySelectorAll("input, select")) if (!entry.value) entry.disabled = true;
  });
  window.addEventListener("pageshow", () => {
    for (const entry of form.querySelectorAll("input, select")) entry.disabled = false;
  });
}
document.addEventListener("keydown", (event) => {
  const box = document.querySelector("form[data-list] input[type=search]");
  if (event.key !== "/" || !box || event.target.closest("input, textarea, select")) return;
  event.preventDefault();
  box.focus();
});
