// Bundles what the page takes from others into bundle/, with the licences of all that is in it. The bytes depend on
// package-lock.json and these files alone: scripts/page compares them.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { build } from "esbuild";

process.chdir(import.meta.dirname);

const { metafile } = await build({
  entryPoints: ["codemirror.js", "lit-html.js"],
  outdir: "bundle",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

const packages = new Set();
for (const input of Object.keys(metafile.inputs)) {
  const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
  if (name) packages.add(name);
}
const parts = [];
for (const name of [...packages].sort()) {
  const folder = `node_modules/${name}`;
  const { version } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} has no licence file`);
  parts.push(`${name} ${version}\n\n${(await readFile(`${folder}/${file}`, "utf8")).trim()}\n`);
}
await writeFile("bundle/LICENSES.txt", parts.join(`\n${"-".repeat(72)}\n\n`));
