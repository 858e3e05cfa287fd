// PostgreSQL's own parser (libpg_query, WebAssembly) as an oracle. Reads one statement a line as a
// JSON string; answers one line each: {"ok": [S-expression, …]} or {"error": message, "position": n}.
const parser = require(require('path').join(process.argv[2], 'node_modules', 'libpg-query'));
const tree = require('./tree.cjs');
const readline = require('readline');

// What Orbit has no tree for need not be written; where it has one, this cannot equal it.
function written(statement) {
  try {
    return tree.statement(statement);
  } catch (error) {
    return `(cannot be written: ${error.message})`;
  }
}

function answer(text) {
  if (text.trim() === '') {
    return { ok: [] }; // It refuses to look at nothing.
  }
  try {
    const result = parser.parseSync(text);
    return { ok: (result.stmts || []).map((raw) => written(raw.stmt)) };
  } catch (error) {
    const details = error.sqlDetails;
    if (!details) {
      return { failed: String(error && error.message) };
    }
    return { error: details.message, position: details.cursorPosition };
  }
}

parser.loadModule().then(() => {
  const lines = readline.createInterface({ input: process.stdin, terminal: false });
  lines.on('line', (line) => {
    let reply;
    try {
      reply = answer(JSON.parse(line));
    } catch (error) {
      reply = { failed: String(error && error.stack) };
    }
    process.stdout.write(JSON.stringify(reply) + '\n');
  });
});
