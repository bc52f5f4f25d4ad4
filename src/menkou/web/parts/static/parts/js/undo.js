// Counts down how long something may still be undone, and takes the button away after it.
for (const undo of document.querySelectorAll("[data-undo]")) {
  const until = Date.now() + Number(undo.dataset.left) * 1000;
  const words = undo.querySelector("[data-left-words]");
  const bar = undo.querySelector("progress");
  const clock = setInterval(() => {
    const left = Math.round((until - Date.now()) / 1000);
    if (left <= 0) {
      clearInterval(clock);
      undo.remove();
      return;
    }
    bar.value = left;
    words.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  }, 1000);
}
