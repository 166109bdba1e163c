// The page of a treaty: the choice of kinds, jumps from clause to clause, search.
(() => {
  const clauses = all(".clause");
  const starts = clauses.filter((clause) => clause.id);
  const blocks = all(".block");

  // ---------------------------------------------------------------- kinds

  function choose() {
    const kinds = new Set(all("[name=kind]:checked").map((box) => box.value));
    for (const clause of clauses) {
      const off = !kinds.has(clause.dataset.kind);
      clause.classList.toggle("off", off);
      clause.tabIndex = off ? -1 : 0;
    }
    const shown = starts.filter((clause) => !clause.classList.contains("off")).length;
    say(`${shown} of ${starts.length} clauses marked`);
  }

  // ---------------------------------------------------------------- jumps

  function jump(step) {
    const found = starts.filter((clause) => !clause.classList.contains("off"));
    if (!found.length) return say("No clause of these kinds.");
    const at = found.indexOf(document.activeElement.closest?.(".clause"));
    const next = leadsTo(found, at, step, isBelowBar);
    root.classList.remove("quiet");
    next.scrollIntoView({ block: "center", behavior: "instant" });
    next.focus({ preventScroll: true });
    say(`${found.indexOf(next) + 1} of ${found.length}: ${next.dataset.kind}`);
  }

  // ---------------------------------------------------------------- search

  let found = [];
  let place = -1;

  // The text nodes of a block but those of the details, and where each begins in the block's text.
  function textsOf(block) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(".card") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    );
    const nodes = [];
    let length = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      nodes.push({ node, start: length });
      length += node.data.length;
    }
    return nodes;
  }

  function search() {
    const wanted = query.value.trim().toLowerCase();
    found = [];
    place = -1;
    for (const block of wanted ? blocks : []) {
      const nodes = textsOf(block);
      const text = nodes.map(({ node }) => node.data).join("").toLowerCase();
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
        found.push(rangeOf(nodes, at, at + wanted.length));
      }
    }
    if ("highlights" in CSS) CSS.highlights.set("found", new Highlight(...found));
    if (wanted) say(found.length ? `${found.length} ${found.length === 1 ? "place" : "places"}` : `“${query.value.trim()}” stands nowhere`);
    else say("");
  }

  function rangeOf(nodes, start, end) {
    const range = new Range();
    const from = nodes.findLast((each) => each.start <= start);
    const to = nodes.findLast((each) => each.start < end);
    range.setStart(from.node, start - from.start);
    range.setEnd(to.node, end - to.start);
    return range;
  }

  function nextFound(step) {
    if (!found.length) return;
    place = place < 0 && step < 0 ? found.length - 1 : (place + step + found.length) % found.length;
    const block = found[place].startContainer.parentElement.closest(".block");
    for (const each of blocks) each.classList.toggle("current", each === block);
    block.scrollIntoView({ block: "center", behavior: "instant" });
    say(`${place + 1} of ${found.length}`);
  }

  // ---------------------------------------------------------------- keys and clicks

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !help.open) root.classList.add("quiet");
  });
  for (const clause of clauses) {
    for (const name of ["pointerenter", "focus"]) clause.addEventListener(name, () => root.classList.remove("quiet"));
  }
  for (const box of all("[name=kind]")) box.addEventListener("change", choose);
  if (matchMedia("(max-width: 60rem)").matches && one("nav details")) one("nav details").open = false;
  listen({ n: () => jump(1), p: () => jump(-1) }, { search, nextFound });
})();
