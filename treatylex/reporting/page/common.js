"use strict";
// What the pages share. They are readable without scripts, which only add jumps, search and choices.
const root = document.documentElement;
const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const input = (name) => one(`[name="${name}"]`);

const status = one(".status");
const bar = one(".toolbar");
const help = one("dialog");
const query = input("query");

function say(text) {
  status.textContent = text;
}

// Where a jump leads: on from the one at `at`, or with none at it to the first that is ahead.
function leadsTo(found, at, step, ahead) {
  if (at >= 0) {
    at += step;
  } else {
    const below = found.findIndex(ahead);
    at = step > 0 ? Math.max(below, 0) : (below < 0 ? found.length : below) - 1;
  }
  return found[(at + found.length) % found.length];
}

const isBelowBar = (element) => element.getBoundingClientRect().top >= bar.offsetHeight;

function theme() {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  say(dark ? "Light" : "Dark");
}

function measure() {
  const sticky = getComputedStyle(bar).position === "sticky";
  root.style.setProperty("--bar", sticky ? `${bar.offsetHeight}px` : "0px");
}

// Keys, the buttons for some of them, and the search box: `search` looks anew, `nextFound` leads on, `cleared` follows Esc.
function listen(keys, { search, nextFound, cleared = () => {} }) {
  keys = { ...keys, t: theme, "/": () => query.focus(), "?": () => help.showModal() };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.target.matches("input[type=search], select")) return;
    if (keys[event.key] && input("keys").checked) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  query.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      query.value = "";
      search();
      query.blur();
      cleared();
    }
    if (event.key === "Enter") {
      event.preventDefault();
      nextFound(event.shiftKey ? -1 : 1);
    }
  });
  query.addEventListener("input", search);
  for (const [name, key] of [["next", "n"], ["previous", "p"], ["theme", "t"], ["help", "?"]]) {
    input(name).addEventListener("click", keys[key]);
  }
  addEventListener("resize", measure);
  measure();
}
