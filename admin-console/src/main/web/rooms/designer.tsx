/** Makes and alters tables by forms, and shows the SQL that does it. */
import { useState } from 'preact/hooks';
import type { Collection } from '../api';
import type { Actions } from '../parts/actions';

interface Column {
  name: string;
  type: string;
  key: boolean;
  needed: boolean;
  fallback: string;
}

const TYPES = ['integer', 'bigint', 'serial', 'text', 'varchar(100)', 'boolean', 'numeric(12,2)', 'double precision', 'date', 'timestamptz', 'uuid', 'jsonb', 'bytea', 'text[]'];
const EMPTY: Column = { name: '', type: 'text', key: false, needed: false, fallback: '' };

function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

function columnText(column: Column): string {
  return [quoted(column.name), column.type, column.needed ? 'NOT NULL' : '', column.fallback ? `DEFAULT ${column.fallback}` : ''].filter(Boolean).join(' ');
}

function createText(table: string, columns: Column[], open: boolean): string {
  const named = columns.filter((column) => column.name);
  const keys = named.filter((column) => column.key).map((column) => quoted(column.name));
  const lines = [...named.map(columnText), ...(keys.length > 0 ? [`PRIMARY KEY (${keys.join(', ')})`] : [])];
  return `CREATE TABLE ${table.split('.').map(quoted).join('.')} (\n  ${lines.join(',\n  ')}\n)${open ? ' WITH (open)' : ''}`;
}

function ColumnRow({ column, number, onChange, onRemove }: { column: Column; number: number; onChange: (column: Column) => void; onRemove: () => void }) {
  const set = (change: Partial<Column>) => onChange({ ...column, ...change });
  return (
    <fieldset class="form">
      <legend>Column {number}</legend>
      <label>
        Name
        <input value={column.name} onInput={(event) => set({ name: event.currentTarget.value })} />
      </label>
      <label>
        Type
        <input list="types" value={column.type} onInput={(event) => set({ type: event.currentTarget.value })} />
      </label>
      <label class="check">
        <input type="checkbox" checked={column.key} onChange={(event) => set({ key: event.currentTarget.checked })} /> Key
      </label>
      <label class="check">
        <input type="checkbox" checked={column.needed} onChange={(event) => set({ needed: event.currentTarget.checked })} /> Not null
      </label>
      <label>
        Default
        <input placeholder="an expression" value={column.fallback} onInput={(event) => set({ fallback: event.currentTarget.value })} />
      </label>
      <button type="button" aria-label={`Remove column ${number}`} onClick={onRemove}>
        Remove
      </button>
    </fieldset>
  );
}

function Statement({ text, ready, actions, said, onDone }: { text: string; ready: boolean; actions: Actions; said: string; onDone: () => void }) {
  async function run() {
    if (await actions.run(said, 'POST', '/statements', { text })) {
      onDone();
    }
  }
  return (
    <>
      <pre class="command" tabIndex={0} aria-label="The SQL">
        <code>{text}</code>
      </pre>
      <div class="actions">
        <button type="button" class="primary" disabled={!ready || actions.busy} onClick={run}>
          Run it
        </button>
      </div>
    </>
  );
}

function NewTable({ actions, onChange }: { actions: Actions; onChange: () => void }) {
  const [table, setTable] = useState('');
  const [open, setOpen] = useState(false);
  const [columns, setColumns] = useState<Column[]>([{ ...EMPTY, name: 'id', type: 'integer', key: true }, EMPTY]);
  return (
    <section class="card stacked" aria-labelledby="new-table">
      <h2 id="new-table">A new table</h2>
      <div class="form">
        <label>
          Table
          <input placeholder="items or shop.items" value={table} onInput={(event) => setTable(event.currentTarget.value)} />
        </label>
        <label class="check">
          <input type="checkbox" checked={open} onChange={(event) => setOpen(event.currentTarget.checked)} /> Open: takes members that are no columns
        </label>
      </div>
      {columns.map((column, at) => (
        <ColumnRow key={at} number={at + 1} column={column} onChange={(next) => setColumns(columns.map((one, other) => (other === at ? next : one)))} onRemove={() => setColumns(columns.filter((_, other) => other !== at))} />
      ))}
      <datalist id="types">
        {TYPES.map((type) => (
          <option key={type} value={type} />
        ))}
      </datalist>
      <div class="actions">
        <button type="button" onClick={() => setColumns([...columns, EMPTY])}>
          Another column
        </button>
      </div>
      <Statement
        text={createText(table || 'table', columns, open)}
        ready={table !== '' && columns.some((column) => column.name)}
        actions={actions}
        said={`${table} was made.`}
        onDone={() => {
          setTable('');
          onChange();
        }}
      />
    </section>
  );
}

const STEPS = ['add a column', 'drop a column', 'rename a column', 'change a type', 'make an index', 'drop the table'] as const;
type Step = (typeof STEPS)[number];

function alterText(table: string, step: Step, column: string, other: string): string {
  switch (step) {
    case 'add a column':
      return `ALTER TABLE ${table} ADD COLUMN ${quoted(column || 'name')} ${other || 'text'}`;
    case 'drop a column':
      return `ALTER TABLE ${table} DROP COLUMN ${quoted(column || 'name')}`;
    case 'rename a column':
      return `ALTER TABLE ${table} RENAME COLUMN ${quoted(column || 'name')} TO ${quoted(other || 'other')}`;
    case 'change a type':
      return `ALTER TABLE ${table} ALTER COLUMN ${quoted(column || 'name')} TYPE ${other || 'text'}`;
    case 'make an index':
      return `CREATE INDEX ON ${table} (${column.split(',').map((one) => quoted(one.trim() || 'name')).join(', ')})`;
    case 'drop the table':
      return `DROP TABLE ${table}`;
  }
}

function AlterTable({ collections, actions, onChange }: { collections: Collection[]; actions: Actions; onChange: () => void }) {
  const tables = collections.filter((one) => one.kind === 'table').map((one) => `${quoted(one.schema)}.${quoted(one.name)}`);
  const [table, setTable] = useState(tables[0] ?? '');
  const [step, setStep] = useState<Step>(STEPS[0]);
  const [column, setColumn] = useState('');
  const [other, setOther] = useState('');
  if (tables.length === 0) {
    return null;
  }
  const target = tables.includes(table) ? table : tables[0]!;
  const needsOther = step === 'add a column' || step === 'rename a column' || step === 'change a type';
  return (
    <section class="card stacked" aria-labelledby="alter-table">
      <h2 id="alter-table">Alter a table</h2>
      <div class="form">
        <label>
          Table to alter
          <select value={target} onChange={(event) => setTable(event.currentTarget.value)}>
            {tables.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <label>
          Step
          <select value={step} onChange={(event) => setStep(event.currentTarget.value as Step)}>
            {STEPS.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        {step === 'drop the table' ? null : (
          <label>
            {step === 'make an index' ? 'Columns, with commas' : 'Column'}
            <input value={column} onInput={(event) => setColumn(event.currentTarget.value)} />
          </label>
        )}
        {needsOther ? (
          <label>
            {step === 'rename a column' ? 'New name' : 'Type'}
            <input value={other} onInput={(event) => setOther(event.currentTarget.value)} />
          </label>
        ) : null}
      </div>
      <Statement
        text={alterText(target, step, column, other)}
        ready={step === 'drop the table' || (column !== '' && (!needsOther || other !== ''))}
        actions={actions}
        said={`Done: ${step}.`}
        onDone={() => {
          setColumn('');
          setOther('');
          onChange();
        }}
      />
    </section>
  );
}

export function Designer({ collections, actions, onChange }: { collections: Collection[]; actions: Actions; onChange: () => void }) {
  return (
    <div class="overview">
      <NewTable actions={actions} onChange={onChange} />
      <AlterTable collections={collections} actions={actions} onChange={onChange} />
    </div>
  );
}
