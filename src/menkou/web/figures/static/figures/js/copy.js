// Copies the text of an element. Off a secure origin the clipboard is closed: then the old way.
for (const button of document.querySelectorAll("[data-copies]")) {
  const source = document.getElementById(button.dataset.copies);
  const words = button.querySelector("span");
  const before = words.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = source.innerText;
    if (navigator.clipboard) await navigator.clipboard.writeText(text);
    else byHand(text);
    words.textContent = button.dataset.done;
    window.setTimeout(() => { words.textContent = before; }, 3000);
  });
}

function byHand(text) {
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
