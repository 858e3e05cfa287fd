import { useRef, useState } from 'preact/hooks';
import { type Backup, type Storage, type Transfer, api } from '../api';
import { bytes, count, duration, exact } from '../format';
import { ActionBar, type Actions, Loading, useActions, useLatest } from '../parts/actions';
import { Confirm } from '../parts/confirm';
import { Dialog } from '../parts/dialog';
import { Tabs } from '../parts/tabs';
import { Defaults, type Movable, MoveDialog, Moves } from './moves';

// ---- engines, log, memory

function Figures({ storage }: { storage: Storage }) {
  const { log, memory, disk } = storage;
  const looked = memory.hits + memory.coldReads;
  const figures: [string, string, string][] = [
    ['Records', count(memory.records), `${exact(memory.records)} living`],
    ['Memory of data', bytes(memory.bytes), memory.limit ? `of ${bytes(memory.limit)}` : 'no limit'],
    ['Memory hits', looked === 0 ? 'all' : `${((100 * memory.hits) / looked).toFixed(1)} %`, `${count(memory.evictions)} left memory`],
    ['Commit log', bytes(log.bytes), `ends at ${exact(log.position)}`],
    ['Log to replay', bytes(Math.max(0, log.position - log.checkpoint)), 'not in the engines yet'],
    ['Oldest snapshot', log.oldestSnapshotMillis < 1000 ? 'now' : duration(log.oldestSnapshotMillis), 'keeps old versions'],
    ['Disk free', bytes(disk.free), `of ${bytes(disk.size)}`],
  ];
  return (
    <dl class="figures">
      {figures.map(([name, value, more]) => (
        <div class="card" key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          <dd class="more">{more}</dd>
        </div>
      ))}
    </dl>
  );
}

function Engines({ storage }: { storage: Storage }) {
  return (
    <section class="card" aria-labelledby="engines">
      <h2 id="engines">Engines</h2>
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="engines">
        <table>
          <thead>
            <tr>
              <th scope="col">Engine</th>
              <th scope="col">State</th>
              <th scope="col" class="number">Entries</th>
              <th scope="col" class="number">On disk</th>
              <th scope="col" class="number">Memory</th>
              <th scope="col" class="number">Log position</th>
            </tr>
          </thead>
          <tbody>
            {storage.engines.map((engine) => (
              <tr key={engine.name}>
                <th scope="row">{engine.name}</th>
                <td>
                  <span class={`badge ${engine.available ? 'good' : 'warn'}`}>{!engine.available ? 'not installed' : engine.forgets ? 'forgets at a restart' : 'open'}</span>
                </td>
                <td class="number">{count(engine.entries)}</td>
                <td class="number">{bytes(engine.diskBytes)}</td>
                <td class="number">{bytes(engine.memoryBytes)}</td>
                <td class="number">{exact(engine.position)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Redis' keys have an engine too, but stay in their database's. */
function isTable(one: { schema: string; name: string }): boolean {
  return !(one.name === 'keys' && /^redis(_\d+)?$/.test(one.schema));
}

function Collections({ storage, onMove }: { storage: Storage; onMove: (table: Movable) => void }) {
  const [filter, setFilter] = useState('');
  const named = storage.collections.map((one) => ({ ...one, whole: `${one.database}.${one.schema}.${one.name}` }));
  const shown = named.filter((one) => one.whole.includes(filter.trim())).sort((a, b) => b.records - a.records);
  return (
    <section class="card" aria-labelledby="collections">
      <h2 id="collections">Collections</h2>
      <label class="filter">
        Filter by name
        <input type="search" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
      </label>
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="collections">
        <table>
          <thead>
            <tr>
              <th scope="col">Collection</th>
              <th scope="col">Engine</th>
              <th scope="col" class="number">Records</th>
              <th scope="col">
                <span class="away">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <tr key={one.whole}>
                <th scope="row">{one.whole}</th>
                <td>{one.engine}</td>
                <td class="number">{exact(one.records)}</td>
                <td>
                  {isTable(one) ? (
                    <button type="button" aria-label={`Move ${one.whole}`} onClick={() => onMove(one)}>
                      Move…
                    </button>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length > 0 ? null : <p class="hint empty">No collection has such a name.</p>}
    </section>
  );
}

function EnginesTab({ actions }: { actions: Actions }) {
  const [storage, look] = useLatest(api.storage);
  const [moves, lookAtMoves] = useLatest(api.moves);
  const [chosen, setChosen] = useState<Movable | null>(null);
  if (storage === null || moves === null) {
    return <Loading />;
  }
  async function move(table: Movable, engine: string) {
    const { database, schema, name } = table;
    await actions.run(`The move of ${table.whole} into ${engine} was begun.`, 'POST', '/storage/moves', { database, schema, name, engine });
    setChosen(null);
    await lookAtMoves();
  }
  async function act(said: string, method: string, path: string) {
    await actions.run(said, method, path);
    await lookAtMoves();
  }
  async function setDefault(database: string, engine: string) {
    await actions.run(`New tables of ${database} go into ${engine}.`, 'PUT', `/storage/defaults/${encodeURIComponent(database)}`, { engine });
    await look();
  }
  async function confirmFormat() {
    await actions.run('The upgrade is confirmed.', 'POST', '/storage/format');
    await look();
  }
  async function checkpoint() {
    await actions.run('A checkpoint was written.', 'POST', '/storage/checkpoint');
    await look();
  }
  return (
    <div class="overview">
      {storage.problems.map((problem) => (
        <p key={problem} class="problem" role="alert">
          {problem}
        </p>
      ))}
      <Figures storage={storage} />
      <section class="card beside">
        <p class="hint">
          What is committed is in the log at once and in the engines after a checkpoint. The server writes them by itself; one before an upgrade or a restart makes the next start short.
        </p>
        <button type="button" disabled={actions.busy} onClick={checkpoint}>
          Write a checkpoint
        </button>
      </section>
      {storage.format.written < storage.format.newest ? (
        <section class="card beside">
          <p class="hint">
            The data folder is written in format {storage.format.written}, which the Orbit before can open too. Confirmed, it is {storage.format.newest}, and there is no way back.
          </p>
          <button type="button" disabled={actions.busy} onClick={confirmFormat}>
            Confirm the upgrade
          </button>
        </section>
      ) : null}
      <Engines storage={storage} />
      <Moves moves={moves} onStop={(one) => act('The move was asked to stop.', 'POST', `/storage/moves/${one.id}/cancel`)} onForget={(one) => act('The move was forgotten.', 'DELETE', `/storage/moves/${one.id}`)} />
      <Defaults storage={storage} busy={actions.busy} onChoose={setDefault} />
      <Collections storage={storage} onMove={setChosen} />
      {chosen ? <MoveDialog table={chosen} storage={storage} busy={actions.busy} onDo={(engine) => move(chosen, engine)} onClose={() => setChosen(null)} /> : null}
    </div>
  );
}

// ---- backups

function RestoreDialog({ backup, directory, onClose }: { backup: Backup; directory: string; onClose: () => void }) {
  const command = `./orbit restore ${directory}/backups/${backup.id} new-data`;
  return (
    <Dialog title={`Restore ${backup.id}`} wide onClose={onClose}>
      <p>A restore never touches this server's data: it makes a new data folder, from this backup and those it continues, and compares the checksum of every collection. On the machine that has the backup:</p>
      <pre class="command" tabIndex={0}>
        <code>{`${command}\n./orbit run --data new-data`}</code>
      </pre>
      <p class="hint">To an earlier moment: add --until with a time such as {new Date(backup.takenAt).toISOString()}. Where the setting backup.dir says otherwise, the backup lies there.</p>
      <div class="actions">
        <button type="button" onClick={onClose} autofocus>
          Close
        </button>
      </div>
    </Dialog>
  );
}

const LOOKS: Record<string, string> = { done: 'good', running: '', failed: 'warn', canceled: 'warn' };

function BackupRow({ backup, actions, onChoose }: { backup: Backup; actions: Actions; onChoose: (what: 'restore' | 'remove') => void }) {
  const { id } = backup;
  const verified = (verdict: { sound: boolean; problems: string[] }) => (verdict.sound ? `${id} is sound.` : `${id}: ${verdict.problems.join('; ')}`);
  return (
    <li class="feature backup">
      <div class="feature-text">
        <p class="feature-name">
          <strong>{id}</strong> <span class={`badge ${LOOKS[backup.state] ?? ''}`}>{backup.state}</span>
        </p>
        <p class="hint">
          {backup.problem ?? `${bytes(backup.bytes)}, of ${new Date(backup.takenAt).toLocaleString()}`}
          {backup.phase ? `: ${backup.phase}` : ''}
          {backup.continues ? `, continues ${backup.continues}` : ''}
        </p>
        {backup.state === 'running' ? <progress aria-label={`Progress of ${id}`} /> : null}
      </div>
      {backup.state === 'done' ? (
        <div class="actions">
          <button type="button" disabled={actions.busy} aria-label={`Verify ${id}`} onClick={() => actions.run(verified, 'POST', `/backups/${id}/verify`)}>
            Verify
          </button>
          <a class="button" href={`/api/v1/backups/${encodeURIComponent(id)}/archive`} download={`${id}.zip`} aria-label={`Download ${id}`}>
            Download
          </a>
          <button type="button" aria-label={`Restore ${id}`} onClick={() => onChoose('restore')}>
            Restore…
          </button>
          <button type="button" disabled={actions.busy} aria-label={`Remove ${id}`} onClick={() => onChoose('remove')}>
            Remove…
          </button>
        </div>
      ) : null}
    </li>
  );
}

function BackupsTab({ actions }: { actions: Actions }) {
  const [backups, look] = useLatest(api.backups);
  const [storage] = useLatest(api.storage);
  const [chosen, setChosen] = useState<{ backup: Backup; what: 'restore' | 'remove' } | null>(null);
  if (backups === null || storage === null) {
    return <Loading />;
  }
  async function make(kind: string) {
    await actions.run(`A${kind === 'full' ? ' full' : 'n incremental'} backup was begun.`, 'POST', '/backups', { kind });
    await look();
  }
  async function remove(id: string) {
    await actions.run(`${id} was removed.`, 'DELETE', `/backups/${id}`);
    setChosen(null);
    await look();
  }
  const running = backups.some((backup) => backup.state === 'running');
  return (
    <div class="overview">
      <section class="card beside">
        <p class="hint">A backup is of the whole store, as of one moment, made while everybody works. An incremental one holds what was committed since the newest, and needs those before it.</p>
        <div class="actions">
          <button type="button" class="primary" disabled={actions.busy || running} onClick={() => make('full')}>
            Make a full backup
          </button>
          <button type="button" disabled={actions.busy || running || backups.length === 0} onClick={() => make('incremental')}>
            Make an incremental one
          </button>
        </div>
      </section>
      <section class="card" aria-label="Backups">
        {backups.length === 0 ? <p class="hint empty">There is no backup yet. Make a full one.</p> : null}
        <ul class="features">
          {[...backups].reverse().map((backup) => (
            <BackupRow key={backup.id} backup={backup} actions={actions} onChoose={(what) => setChosen({ backup, what })} />
          ))}
        </ul>
      </section>
      {chosen?.what === 'restore' ? <RestoreDialog backup={chosen.backup} directory={storage.dataDirectory} onClose={() => setChosen(null)} /> : null}
      {chosen?.what === 'remove' ? (
        <Confirm title={`Remove ${chosen.backup.id}?`} verb="Remove" busy={actions.busy} onDo={() => remove(chosen.backup.id)} onClose={() => setChosen(null)}>
          <p>Its files are deleted. A backup that another continues cannot be removed.</p>
        </Confirm>
      ) : null}
    </div>
  );
}

// ---- export and import

function TransferRow({ kind, transfer, actions, look }: { kind: string; transfer: Transfer; actions: Actions; look: () => Promise<void> }) {
  const { id } = transfer;
  const path = `/${kind}/${encodeURIComponent(id)}`;
  const done = transfer.parts.filter((part) => part.done).length;
  async function act(said: string, method: string, to: string) {
    await actions.run(said, method, to);
    await look();
  }
  return (
    <li class="feature transfer">
      <div class="feature-text">
        <p class="feature-name">
          <strong>{transfer.database}</strong> <span class="version">{transfer.format}</span> <span class={`badge ${LOOKS[transfer.state] ?? ''}`}>{transfer.state}</span>
        </p>
        <p class="hint">
          {kind === 'exports' ? 'export' : 'import'} of {new Date(transfer.startedAt).toLocaleString()}: {exact(transfer.rows)} rows, {bytes(transfer.bytes)}
          {transfer.phase ? `; ${transfer.phase}` : ''}
        </p>
        {transfer.problem ? <p class="message">{transfer.problem}</p> : null}
        {transfer.state === 'running' ? <progress max={Math.max(1, transfer.total)} value={done} aria-label={`Progress of ${id}`} /> : null}
      </div>
      <div class="actions">
        {transfer.state === 'running' ? (
          <button type="button" aria-label={`Stop ${id}`} onClick={() => act(`${id} was asked to stop.`, 'POST', `${path}/cancel`)}>
            Stop
          </button>
        ) : (
          <>
            {kind === 'exports' && transfer.state === 'done' ? (
              <a class="button" href={`/api/v1${path}/archive`} download={`${id}.zip`}>
                Download
              </a>
            ) : null}
            <button type="button" disabled={actions.busy} aria-label={`Remove ${id}`} onClick={() => act(`${id} was removed.`, 'DELETE', path)}>
              Remove
            </button>
          </>
        )}
      </div>
    </li>
  );
}

function TransferTab({ actions }: { actions: Actions }) {
  const [exports, lookExports] = useLatest(() => api.transfers('exports'));
  const [imports, lookImports] = useLatest(() => api.transfers('imports'));
  const [databases] = useLatest(api.databases);
  const [database, setDatabase] = useState('orbit');
  const [format, setFormat] = useState('csv');
  const [into, setInto] = useState('');
  const [create, setCreate] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  if (exports === null || imports === null || databases === null) {
    return <Loading />;
  }
  async function begin() {
    await actions.run(`The export of ${database} was begun.`, 'POST', '/exports', { database, format });
    await lookExports();
  }
  async function upload() {
    const archive = file.current!.files?.[0];
    if (archive) {
      await actions.run(`The import into ${into} was begun.`, 'POST', `/imports?into=${encodeURIComponent(into)}&create=${create}`, archive);
      file.current!.value = '';
      await lookImports();
    }
  }
  const all = [...exports.map((transfer) => ({ kind: 'exports', transfer })), ...imports.map((transfer) => ({ kind: 'imports', transfer }))];
  all.sort((a, b) => b.transfer.startedAt.localeCompare(a.transfer.startedAt));
  return (
    <div class="overview">
      <section class="card form" aria-labelledby="export">
        <h2 id="export">Export a database</h2>
        <label>
          Database
          <select value={database} onChange={(event) => setDatabase(event.currentTarget.value)}>
            {databases.map((one) => (
              <option key={one.name}>{one.name}</option>
            ))}
          </select>
        </label>
        <label>
          Rows as
          <select value={format} onChange={(event) => setFormat(event.currentTarget.value)}>
            <option value="csv">CSV</option>
            <option value="parquet">Parquet</option>
          </select>
        </label>
        <button type="button" class="primary" disabled={actions.busy} onClick={begin}>
          Export
        </button>
        <p class="hint">One archive, as of one moment: SQL for psql and Orbit, a file of rows a table, Redis' keys, rights.</p>
      </section>
      <section class="card form" aria-labelledby="import">
        <h2 id="import">Import an archive</h2>
        <label>
          Into the database
          <input value={into} onInput={(event) => setInto(event.currentTarget.value)} />
        </label>
        <label class="check">
          <input type="checkbox" checked={create} onChange={(event) => setCreate(event.currentTarget.checked)} /> Make it
        </label>
        <button type="button" disabled={actions.busy || into === ''} onClick={() => file.current!.click()}>
          Choose an archive…
        </button>
        <input ref={file} type="file" accept=".zip" class="away" tabIndex={-1} aria-label="Archive of an export" onChange={upload} />
        <p class="hint">Each file is one transaction, up to 100,000 rows; what came is told.</p>
      </section>
      <section class="card" aria-label="Exports and imports">
        {all.length === 0 ? <p class="hint empty">Nothing was exported or imported yet.</p> : null}
        <ul class="features">
          {all.map(({ kind, transfer }) => (
            <TransferRow key={kind + transfer.id} kind={kind} transfer={transfer} actions={actions} look={kind === 'exports' ? lookExports : lookImports} />
          ))}
        </ul>
      </section>
    </div>
  );
}

export default function StorageRoom() {
  const [tab, setTab] = useState('engines');
  const actions = useActions();
  return (
    <>
      <ActionBar actions={actions} />
      <Tabs
        label="What to see"
        chosen={tab}
        onChoose={setTab}
        tabs={[
          { id: 'engines', name: 'Engines and log' },
          { id: 'backups', name: 'Backups' },
          { id: 'transfer', name: 'Export and import' },
        ]}
      >
        {tab === 'engines' ? <EnginesTab actions={actions} /> : tab === 'backups' ? <BackupsTab actions={actions} /> : <TransferTab actions={actions} />}
      </Tabs>
    </>
  );
}
