// Runs treatylex once where the playground will run it, and packs what it keeps: grammars compiled for that Python.
// node keep.mjs PYODIDE PLAYGROUND
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide, playground] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(pyodide, "pyodide.mjs")));
const python = await loadPyodide({ env: { TREATYLEX_CACHE: "/kept", HOME: "/home" } });
python.unpackArchive(new Uint8Array(readFileSync(join(playground, "library.zip"))), "zip", { extractDir: "/packages" });
python.runPython(readFileSync(join(playground, "session.py"), "utf-8"));
const answer = python.globals.get("answer");
const text = "Article 1\n\n1. Each Party shall inform the Council within ten days, unless Article 2 of the Charter applies.";
answer("read", text);
answer("compare", text, text.replace("shall", "may"));
python.runPython("import shutil; shutil.make_archive('/made', 'zip', '/kept')");
writeFileSync(join(playground, "kept.zip"), python.FS.readFile("/made.zip"));
