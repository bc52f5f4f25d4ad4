// Reads a part of the page aloud in the browser's own voice; the button stays hidden without one.
const voice = window.speechSynthesis;
for (const button of document.querySelectorAll("[data-says]")) {
  const what = document.getElementById(button.dataset.says);
  if (!voice || !what) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    if (voice.speaking) {
      voice.cancel();
      return;
    }
    const text = what.dataset.spoken || what.innerText;
    const words = new SpeechSynthesisUtterance(text);
    words.lang = document.documentElement.lang;
    words.rate = 0.9;
    voice.speak(words);
  });
}
