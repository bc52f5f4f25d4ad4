// While a search box is typed into, it shows whom it may mean; Enter without a choice searches.
const WAIT = 120;

for (const box of document.querySelectorAll("input[data-suggests]")) {
  const list = document.createElement("ul");
  list.className = "suggests";
  list.id = `suggests-${[...document.querySelectorAll("input[data-suggests]")].indexOf(box)}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.getAttribute("aria-label"));
  list.hidden = true;
  box.parentElement.append(list);
  box.autocomplete = "off";
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"],
    ["aria-controls", list.id], ["aria-autocomplete", "list"]]) box.setAttribute(name, value);

  let timer = 0;
  let asking = null;
  let chosen = -1;

  const show = (open) => {
    list.hidden = !open;
    box.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  };
  // -1: none, so that Enter searches; one step past either end comes back to none.
  const choose = (place) => {
    const rows = [...list.children];
    chosen = place >= rows.length ? -1 : place;
    rows.forEach((row, n) => row.setAttribute("aria-selected", String(n === chosen)));
    if (chosen < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", rows[chosen].id);
  };
  const ask = async () => {
    if (asking) asking.abort();
    const typed = box.value.trim();
    if (!typed) return show(false);
    asking = new AbortController();
    try {
      const way = box.dataset.suggests;
      const asked = { signal: asking.signal, headers: { "HX-Request": "true" } };
      // A full number goes in the body and is answered elsewhere: no address holds it.
      const number = /[0-9]{11}/.test(typed.normalize("NFKC").replace(/[\s-]/g, ""));
      const answer = number
        ? await fetch(`${way}?_find=1`, { ...asked, method: "POST", body: new URLSearchParams({ q: typed }) })
        : await fetch(`${way}?q=${encodeURIComponent(typed)}`, { ...asked, redirect: "error" });
      if (!answer.ok || !new URL(answer.url).pathname.endsWith(way)) return show(false);
      list.innerHTML = await answer.text();
      for (const row of list.children) row.id = `${list.id}-${row.id}`;
      choose(-1);
      show(list.children.length > 0);
    } catch {
      show(false); // broken off by the next key, or the line is down: Enter still searches
    }
  };

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (event.key === "ArrowDown") choose(chosen + 1);
      else choose(chosen < 0 ? list.children.length - 1 : chosen - 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      show(false);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      list.children[chosen].querySelector("a").click();
    }
  });
  document.addEventListener("click", (event) => {
    if (!box.parentElement.contains(event.target)) show(false);
  });
  box.parentElement.addEventListener("focusout", (event) => {
    if (!box.parentElement.contains(event.relatedTarget)) show(false);
  });
}
