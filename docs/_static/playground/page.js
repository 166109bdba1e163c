// The playground's page: hands texts to the worker, in which treatylex runs, and shows what it answers.
const at = (name) => document.getElementById(`playground-${name}`);
const status = document.querySelector(".playground-status");
const buttons = [at("read"), at("compare")];
const shown = new Map();  // of each place for answers the last one, to be set anew when the theme changes

let worker = null;

function say(words, { fault = false, busy = false } = {}) {
  status.textContent = words;
  status.classList.toggle("fault", fault);
  for (const button of buttons) button.disabled = busy;
}

function ask(question, texts, place) {
  if (!worker) {
    worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => answered(data);
    worker.onerror = () => {
      worker = null;
      say("This copy of the site was built without the playground: python docs/playground/build.py SITE adds it.", { fault: true });
    };
    say("Loading Python and treatylex …", { busy: true });
  } else {
    say("Reading …", { busy: true });
  }
  worker.postMessage({ question, texts, place });
}

function answered({ place, html, page, told, fault }) {
  if (fault) return say(fault, { fault: true });
  shown.set(place, { html, page });
  show(place);
  say(told);
}

// What treatylex returns is escaped; that it stands in a frame without scripts is a second lock on the same door.
function show(place) {
  const { html, page } = shown.get(place);
  const style = getComputedStyle(document.body);
  const [paper, ink] = ["--color-background-primary", "--color-foreground-primary"].map((name) => style.getPropertyValue(name));
  const theme = document.body.dataset.theme;
  const dark = theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-same-origin");
  frame.title = at(place).getAttribute("aria-label");
  frame.style.colorScheme = dark ? "dark" : "light";
  frame.srcdoc = `<!DOCTYPE html><html lang="en" style="color-scheme: ${dark ? "dark" : "light"}"><meta charset="utf-8">`
    + `<body data-jp-theme-light="${!dark}" style="margin: 0 0 0 .75rem; background: ${paper}; color: ${ink}">${html}</body></html>`;
  const fit = () => {
    frame.style.height = "0";  // else a frame that was taller stays so
    frame.style.height = `${frame.contentDocument.documentElement.scrollHeight}px`;
  };
  frame.onload = () => {
    fit();
    for (const fold of frame.contentDocument.querySelectorAll("details")) fold.addEventListener("toggle", fit);
  };
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([page], { type: "text/html" }));
  link.download = `${place}.html`;
  link.textContent = "Save as a page";
  const line = document.createElement("p");
  line.append(link);
  at(place).replaceChildren(frame, line);
}

const read = () => ask("read", [at("text").value], "tree");
const compare = () => ask("compare", [at("left").value, at("right").value], "changes");
at("read").onclick = read;
at("compare").onclick = compare;
for (const [name, act] of [["text", read], ["left", compare], ["right", compare]]) {
  at(name).addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !at("read").disabled) act();
  });
}
at("text").value = at("example").value;
at("example").onchange = () => { at("text").value = at("example").value; };
new MutationObserver(() => shown.forEach((_, place) => show(place))).observe(document.body, { attributeFilter: ["data-theme"] });
