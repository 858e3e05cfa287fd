/** One record, as every protocol sees it, and changing it where it is still as it was read. */
import { useEffect, useState } from 'preact/hooks';
import { type Collection, type StatementAnswer, api, problemOf } from '../api';
import type { Actions } from '../parts/actions';
import { Dialog } from '../parts/dialog';
import { formatReply } from '../redis';

export type Row = Record<string, unknown>;

/** A value in one line. */
export function shown(value: unknown) {
  if (value === null || value === undefined) {
    return <span class="null">NULL</span>;
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A record's key as in Redis and REST. */
export function keyOf(collection: Collection, row: Row): string {
  const last = collection.primaryKey.length - 1;
  return collection.primaryKey.map((name, at) => (at === last ? String(row[name]) : String(row[name]).replaceAll(':', '%3A'))).join(':');
}

/** What to begin a new record with: a member for each column, but for those that fill themselves in. */
function blank(collection: Collection): string {
  const members = collection.columns.filter((column) => !column.defaultValue && column.name !== '_extra').map((column) => [column.name, null]);
  return JSON.stringify(Object.fromEntries(members), null, 2);
}

function where(collection: Collection): string {
  return collection.primaryKey.map((name, at) => `"${name.replaceAll('"', '""')}" = $${at + 1}`).join(' AND ');
}

function Sql({ collection, row }: { collection: Collection; row: Row }) {
  const text = `SELECT * FROM "${collection.schema}"."${collection.name}" WHERE ${where(collection)}`;
  const parameters = collection.primaryKey.map((name) => row[name]);
  const [answer, setAnswer] = useState('…');
  useEffect(() => {
    api.call<StatementAnswer>('POST', '/statements', { text, parameters, values: 'text' }).then(
      (read) => setAnswer(read.columns.map((column, at) => `${column.name.padEnd(16)} | ${read.rows[0]?.[at] ?? 'NULL'}`).join('\n')),
      (failure) => setAnswer(problemOf(failure).detail),
    );
  }, [JSON.stringify(row)]);
  return <View title="SQL" asked={text.replace(/\$(\d+)/g, (_, at: string) => `'${String(parameters[Number(at) - 1]).replaceAll("'", "''")}'`)} answered={answer} />;
}

function Redis({ collection, recordKey }: { collection: Collection; recordKey: string }) {
  const name = `${collection.schema === 'public' ? '' : `${collection.schema}.`}${collection.name}:${recordKey}`;
  const [answer, setAnswer] = useState('…');
  useEffect(() => {
    api.redis(['HGETALL', name]).then(
      (read) => setAnswer(formatReply(read.reply)),
      (failure) => setAnswer(problemOf(failure).detail),
    );
  }, [name]);
  return <View title="Redis" asked={`HGETALL ${/[\s"']/.test(name) ? JSON.stringify(name) : name}`} answered={answer} />;
}

function View({ title, asked, answered }: { title: string; asked: string; answered: string }) {
  return (
    <section class="view" aria-label={`By ${title}`}>
      <h3>{title}</h3>
      <pre class="command" tabIndex={0}>
        <code>{asked}</code>
      </pre>
      <pre class="value" tabIndex={0}>
        {answered}
      </pre>
    </section>
  );
}

export function RecordDialog({ collection, path, recordKey, actions, onClose }: { collection: Collection; path: string; recordKey: string; actions: Actions; onClose: () => void }) {
  const isNew = recordKey === '';
  const address = `${path}/${recordKey.split('/').map(encodeURIComponent).join('/')}`;
  const [row, setRow] = useState<Row | null>(null);
  const [tag, setTag] = useState('');
  const [text, setText] = useState(isNew ? blank(collection) : '');
  const [mistake, setMistake] = useState('');
  async function load() {
    try {
      const read = await api.tagged<Row>(address);
      setRow(read.body);
      setTag(read.tag);
      setText(JSON.stringify(read.body, null, 2));
      setMistake('');
    } catch (failure) {
      setMistake(problemOf(failure).detail);
    }
  }
  useEffect(() => {
    if (!isNew) {
      void load();
    }
  }, []);
  async function save(event: Event) {
    event.preventDefault();
    let members: Row;
    try {
      members = JSON.parse(text) as Row;
    } catch (malformed) {
      setMistake(`This is no JSON: ${(malformed as Error).message}`);
      return;
    }
    setMistake('');
    const done = isNew
      ? await actions.run('The record was made.', 'POST', path, members)
      : await actions.run('The record was changed.', 'PUT', address, members, { 'If-Match': tag });
    if (done && isNew) {
      onClose();
    } else if (done) {
      await load();
    }
  }
  async function remove() {
    if (await actions.run('The record was removed.', 'DELETE', address, undefined, { 'If-Match': tag })) {
      onClose();
    }
  }
  const stale = actions.problem?.status === 412;
  return (
    <Dialog title={isNew ? `A new record of ${collection.name}` : `${collection.name} ${recordKey}`} wide onClose={onClose}>
      <form class="form stacked" onSubmit={save}>
        <label>
          {isNew ? 'As JSON' : `REST: GET /api/v1${address}`}
          <textarea rows={8} spellcheck={false} value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </label>
        {tag ? <p class="hint">ETag {tag}: it is changed only if it still is as it was read.</p> : null}
        <p class="problem-line" role="alert">
          {mistake || (stale ? 'Somebody else has changed it meanwhile. Read it again.' : (actions.problem?.detail ?? ''))}
        </p>
        <div class="actions">
          <button type="submit" class="primary" disabled={actions.busy}>
            {isNew ? 'Make it' : 'Save'}
          </button>
          {isNew ? null : (
            <>
              <button type="button" onClick={load}>
                Read again
              </button>
              <button type="button" class="danger" disabled={actions.busy} onClick={remove}>
                Remove
              </button>
            </>
          )}
          <button type="button" onClick={onClose}>
            Close
          </button>
        </div>
      </form>
      {row ? (
        <div class="views">
          <Sql collection={collection} row={row} />
          <Redis key={JSON.stringify(row)} collection={collection} recordKey={recordKey} />
        </div>
      ) : null}
    </Dialog>
  );
}
