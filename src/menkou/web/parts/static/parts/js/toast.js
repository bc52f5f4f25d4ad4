// What was done is said for a while; under the pointer or the focus it stays.
for (const toast of document.querySelectorAll(".toasts .toast")) {
  let left = 8;
  const clock = setInterval(() => {
    if (toast.matches(":hover, :focus-within")) return;
    left -= 1;
    if (left > 0) return;
    clearInterval(clock);
    toast.remove();
  }, 1000);
}
