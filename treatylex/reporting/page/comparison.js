// The page of a comparison: filters, jumps from change to change, search.
(() => {
  const sections = all(".section");
  const stops = all(".stop").map((element) => ({
    element,
    notes: all(".note", element).map((note) => ({
      element: note,
      number: one(".number", note).textContent,
      kind: note.dataset.kind,
      weight: Number(note.dataset.weight),
      fields: note.dataset.fields.split(" "),
      brief: "brief" in note.dataset,
    })),
  }));
  const numbers = new Set(stops.flatMap((stop) => stop.notes.map((note) => note.number)));
  let current = null;
  let start = null; // where jumps begin while no change is current: the section last chosen

  // ---------------------------------------------------------------- filter

  function filter() {
    const kinds = new Set(all("[name=kind]:checked").map((box) => box.value));
    const weight = Number(input("weight").value);
    const field = input("field").value;
    const full = input("brief")?.checked ?? false;
    const fits = (note) =>
      !(full && note.brief) && kinds.has(note.kind) && note.weight >= weight && (!field || note.fields.includes(field));
    const shown = new Set();
    for (const stop of stops) {
      for (const note of stop.notes) {
        note.element.hidden = !fits(note);
        if (!note.element.hidden) shown.add(note.number);
      }
      stop.visible = stop.notes.some((note) => !note.element.hidden);
      if (!stop.element.classList.contains("head")) stop.element.hidden = !stop.visible;
    }
    const visible = new Set(stops.filter((stop) => stop.visible).map((stop) => stop.element.closest(".section")));
    const all_shown = shown.size === numbers.size;
    for (const section of sections) section.hidden = !all_shown && !visible.has(section);
    for (const fold of all(".fold.sections")) fold.hidden = !all_shown;
    for (const link of all("nav a")) {
      link.parentElement.hidden = !visible.has(document.getElementById(link.dataset.section));
    }
    one(".nothing").hidden = shown.size > 0 || numbers.size === 0;
    say(`${shown.size} of ${numbers.size} changes shown`);
    search();
  }

  function reset() {
    for (const box of all("[name=kind]")) box.checked = true;
    input("weight").value = "0";
    input("field").value = "";
    if (input("brief")) input("brief").checked = false;
    filter();
  }

  // ---------------------------------------------------------------- jumps

  function jump(step, wanted = () => true) {
    const found = stops.filter((stop) => stop.visible && wanted(stop));
    if (!found.length) return say("No change fits.");
    const next = leadsTo(found, found.indexOf(current), step, ({ element }) =>
      start ? start.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING : isBelowBar(element),
    );
    go(next);
    const notes = next.notes.filter((note) => !note.element.hidden);
    const told = notes.map((note) => `${note.kind} ${note.fields.join(", ")}`.trim()).join("; ");
    say(`${found.indexOf(next) + 1} of ${found.length}: ${told}`);
  }

  function go(stop) {
    if (current) current.element.classList.remove("current");
    current = stop;
    stop.element.classList.add("current");
    reveal(stop.element);
  }

  function reveal(element, block = "center") {
    show(element, block);
    element.focus({ preventScroll: true });
  }

  function show(element, block) {
    for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    element.scrollIntoView({ block, behavior: "instant" });
  }

  // A link to a change or to its partner makes it visible first, whatever the filter says.
  function follow() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]")) reset();
    const stop = stops.find((each) => each.element === target.closest(".stop"));
    if (stop) return go(stop);
    if (current) current.element.classList.remove("current");
    current = null;
    start = target;
    reveal(target, "start");
  }

  // ---------------------------------------------------------------- search

  const rows = all(".row, .head");
  let words = null;
  let found = [];
  let place = -1;

  function search() {
    const wanted = query.value.trim().toLowerCase();
    words ??= rows.map((row) => row.textContent.replace(/\s+/g, " ").toLowerCase());
    found = wanted ? rows.filter((row, at) => words[at].includes(wanted) && !row.closest("[hidden]")) : [];
    place = -1;
    mark(wanted);
    if (wanted) say(found.length ? `${found.length} passages hold “${query.value.trim()}”` : `“${query.value.trim()}” stands nowhere`);
  }

  function mark(wanted) {
    if (!("highlights" in CSS)) return;
    const ranges = [];
    for (const row of wanted ? found : []) {
      const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.data.toLowerCase();
        for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
          const range = new Range();
          range.setStart(node, at);
          range.setEnd(node, at + wanted.length);
          ranges.push(range);
        }
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  }

  function nextFound(step) {
    if (!found.length) return;
    place = (place + step + found.length) % found.length;
    for (const row of rows) row.classList.remove("current");
    found[place].classList.add("current");
    show(found[place], "center");
    say(`${place + 1} of ${found.length} passages that hold “${query.value.trim()}”`);
  }

  // ---------------------------------------------------------------- view

  function view(name) {
    root.dataset.view = name;
    one(`[name=view][value=${name}]`).checked = true;
  }

  function unfold() {
    for (const fold of all(".fold")) fold.open = input("unchanged").checked;
  }

  // ---------------------------------------------------------------- keys and clicks

  const keys = {
    n: () => jump(1),
    p: () => jump(-1),
    h: () => jump(1, (stop) => stop.notes.some((note) => one(".heavy", note.element) && !note.element.hidden)),
    v: () => view(root.dataset.view === "side" ? "unified" : "side"),
    u: () => input("unchanged").click(),
  };

  for (const box of all("[name=kind], [name=weight], [name=field], [name=brief]")) box.addEventListener("change", filter);
  for (const radio of all("[name=view]")) radio.addEventListener("change", () => view(radio.value));
  input("unchanged").addEventListener("change", unfold);
  input("reset").addEventListener("click", reset);
  addEventListener("hashchange", follow);
  document.addEventListener("click", (event) => {
    if (event.target.closest('a[href^="#"]')) setTimeout(follow);
  });

  for (const stop of stops) stop.visible = true;
  if (matchMedia("(max-width: 40rem)").matches) view("unified");
  listen(keys, { search, nextFound, cleared: () => say(`${numbers.size} changes`) });
  follow();
})();
