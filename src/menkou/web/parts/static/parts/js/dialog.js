// A link with data-opens="id" opens that dialog in place; without a dialog it stays a link.
for (const opener of document.querySelectorAll("[data-opens]")) {
  const dialog = document.getElementById(opener.dataset.opens);
  if (!dialog || !dialog.showModal) continue;
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.showModal();
  });
}
for (const shutter of document.querySelectorAll("[data-shuts]")) {
  shutter.addEventListener("click", () => shutter.closest("dialog").close());
}
