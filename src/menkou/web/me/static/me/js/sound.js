// A recording that is too large is said at once, and is not sent: the upload would be for nothing.
for (const input of document.querySelectorAll("[data-most]")) {
  const said = document.querySelector("[data-too-large]");
  input.addEventListener("change", () => {
    const [file] = input.files;
    const large = Boolean(file) && file.size > Number(input.dataset.most);
    if (large) input.value = "";
    said.hidden = !large;
  });
}
