// The playground's worker: Python for browsers with treatylex in it. All files lie beside this one.
import { loadPyodide } from "./pyodide/pyodide.mjs";

const PACKAGES = "/packages";
const KEPT = "/kept";

async function bytes(name) {
  const response = await fetch(new URL(name, import.meta.url));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

async function start() {
  const [python, library, kept, session] = await Promise.all([
    loadPyodide({ env: { TREATYLEX_CACHE: KEPT, HOME: "/home" } }),
    bytes("library.zip"),
    bytes("kept.zip"),
    bytes("session.py"),
  ]);
  python.unpackArchive(library, "zip", { extractDir: PACKAGES });
  python.unpackArchive(kept, "zip", { extractDir: KEPT });
  python.runPython(new TextDecoder().decode(session));
  return python.globals.get("answer");
}

const started = start();

onmessage = async ({ data: { question, texts, place } }) => {
  try {
    const answer = await started;
    postMessage({ place, ...JSON.parse(answer(question, ...texts)) });
  } catch (fault) {
    postMessage({ place, fault: String(fault.message ?? fault).trim().split("\n").at(-1) });
  }
};
