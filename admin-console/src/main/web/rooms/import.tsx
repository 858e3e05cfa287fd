/** Takes rows of a CSV or JSON file into a table, all or none. */
import { useRef, useState } from 'preact/hooks';
import { type Collection, api, problemOf } from '../api';
import { parseRows } from '../files';
import { exact } from '../format';

const MOST_ROWS = 500;
const MOST_PARAMETERS = 30_000;
const EXTRA = '_extra';

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Columns that the rows fill; what an open table has no column for goes into its remainder. */
function fitted(collection: Collection, rows: Record<string, unknown>[]): { names: string[]; rows: unknown[][] } {
  const declared = collection.columns.map((column) => column.name).filter((name) => name !== EXTRA);
  const given = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const others = given.filter((name) => !declared.includes(name));
  if (others.length > 0 && !collection.open) {
    throw new Error(`${collection.name} has no column ${others.join(', ')}`);
  }
  const columns = given.filter((name) => declared.includes(name));
  const names = others.length > 0 ? [...columns, EXTRA] : columns;
  const rest = (row: Record<string, unknown>) => Object.fromEntries(others.filter((name) => name in row).map((name) => [name, row[name]]));
  return { names, rows: rows.map((row) => names.map((name) => (name === EXTRA ? rest(row) : (row[name] ?? null)))) };
}

async function insert(collection: Collection, names: string[], rows: unknown[][], told: (done: number) => void): Promise<void> {
  const size = Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_PARAMETERS / names.length)));
  const { id } = await api.call<{ id: string }>('POST', '/transactions', {});
  try {
    for (let from = 0; from < rows.length; from += size) {
      const some = rows.slice(from, from + size);
      const places = some.map((_, row) => `(${names.map((__, column) => `$${row * names.length + column + 1}`).join(', ')})`);
      const text = `INSERT INTO ${quoted(collection.schema)}.${quoted(collection.name)} (${names.map(quoted).join(', ')}) VALUES ${places.join(', ')}`;
      await api.call('POST', `/statements?transaction=${id}`, { text, parameters: some.flat() });
      told(from + some.length);
    }
    await api.call('POST', `/transactions/${id}/commit`);
  } catch (failure) {
    await api.call('DELETE', `/transactions/${id}`).catch(() => undefined);
    throw failure;
  }
}

export function Import({ collection, onDone }: { collection: Collection; onDone: () => void }) {
  const file = useRef<HTMLInputElement>(null);
  const [state, setState] = useState('');
  const [failed, setFailed] = useState('');
  const [share, setShare] = useState<number | null>(null);
  async function take() {
    const chosen = file.current!.files?.[0];
    if (!chosen) {
      return;
    }
    setFailed('');
    setState('Reading…');
    try {
      const { names, rows } = fitted(collection, parseRows(chosen.name, await chosen.text()));
      setShare(0);
      await insert(collection, names, rows, (done) => setShare(done / rows.length));
      setState(`${exact(rows.length)} rows of ${chosen.name} are in ${collection.name}.`);
      onDone();
    } catch (failure) {
      const problem = problemOf(failure);
      setState('');
      setFailed(`Nothing was imported: ${problem.status === 0 && failure instanceof Error ? failure.message : problem.detail}.`);
    }
    setShare(null);
    file.current!.value = '';
  }
  return (
    <>
      <button type="button" disabled={share !== null} onClick={() => file.current!.click()}>
        Import CSV or JSON…
      </button>
      <input ref={file} type="file" accept=".csv,.json,.ndjson,.jsonl" class="away" tabIndex={-1} aria-label="Rows as CSV or JSON" onChange={take} />
      {share === null ? null : <progress value={share} aria-label="Progress of the import" />}
      <span class="hint" role="status">
        {state}
      </span>
      {failed ? (
        <span class="problem-line" role="alert">
          {failed}
        </span>
      ) : null}
    </>
  );
}
