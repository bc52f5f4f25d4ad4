// A short sound for what the page says: two rising notes for done, one low note for a mistake.
// Where the browser gives no sound, or is not asked for one by a touch yet, the page stays silent.
const NOTES = { done: [[660, 0, 0.11], [880, 0.11, 0.18]], wrong: [[220, 0, 0.28]] };
const said = document.querySelector("[data-tone]");
const Context = window.AudioContext || window.webkitAudioContext;

const play = async (notes) => {
  const context = new Context();
  await context.resume();
  for (const [pitch, after, long] of notes) {
    const start = context.currentTime + 0.02 + after;
    const voice = context.createOscillator();
    const loud = context.createGain();
    voice.frequency.value = pitch;
    loud.gain.setValueAtTime(0.0001, start);
    loud.gain.exponentialRampToValueAtTime(0.25, start + 0.015);
    loud.gain.exponentialRampToValueAtTime(0.0001, start + long);
    voice.connect(loud).connect(context.destination);
    voice.start(start);
    voice.stop(start + long);
  }
};

if (said && Context) play(NOTES[said.dataset.tone] || []).catch(() => {});
