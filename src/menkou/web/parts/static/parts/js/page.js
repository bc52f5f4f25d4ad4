// What every page has: each part does nothing where it finds nothing to do.
import "./dialog.js";
import "./hide.js";
import "./list.js";
import "./say.js";
import "./suggest.js";
import "./toast.js";
import "./undo.js";

const wrong = document.querySelector("[data-takes-focus]");
if (wrong) wrong.focus();
