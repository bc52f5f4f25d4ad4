// How far a long work is, asked again every two seconds; when it is done the page is opened anew.
const PAUSE = 2000;

async function look() {
  const shown = document.querySelector("[data-polls]");
  if (!shown) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-polls]");
    if (answer.ok && !fresh) return location.reload();
    // Somebody may be about to press a button: it is not taken away under her hand.
    if (fresh && !shown.contains(document.activeElement)) shown.replaceWith(fresh);
  } catch {
    // No network for a moment: asked again.
  }
  setTimeout(look, PAUSE);
}
setTimeout(look, PAUSE);
