// A full number that is searched for goes in the body: an address stays in the browser's history.
for (const form of document.querySelectorAll("form[role=search]")) {
  const way = form.getAttribute("action") || location.pathname;
  form.addEventListener("submit", () => {
    const typed = [...form.querySelectorAll("input")].map((entry) => entry.value.normalize("NFKC"));
    if (!typed.some((text) => /[0-9]{11}/.test(text.replace(/[\s-]/g, "")))) return;
    form.method = "post";
    form.action = `${way}?_find=1`;
  });
  window.addEventListener("pageshow", () => {
    form.method = "get";
    form.action = way;
  });
}
