// Fails the build when what is loaded first has grown beyond its budget.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET = 60 * 1024;
const folder = new URL('../target/classes/console/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8'));
const first = new Set();

function collect(key) {
  const chunk = manifest[key];
  if (!first.has(chunk.file)) {
    first.add(chunk.file);
    (chunk.css ?? []).forEach((file) => first.add(file));
    (chunk.imports ?? []).forEach(collect);
  }
}

collect(Object.keys(manifest).find((key) => manifest[key].isEntry));
let total = 0;
for (const file of first) {
  const bytes = gzipSync(readFileSync(new URL(file, folder))).length;
  total += bytes;
  console.log(`${file}: ${bytes} bytes gzipped`);
}
console.log(`first load: ${total} of ${BUDGET} bytes`);
if (total > BUDGET) {
  process.exit(1);
}
