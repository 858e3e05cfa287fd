import { useEffect, useRef, useState } from 'preact/hooks';
import { type Bundle, type Connection, type Feature, type Problem, api, problemOf } from '../api';
import { duration } from '../format';
import { Dialog } from '../parts/dialog';
import { ProblemBox } from '../parts/problem';
import { Tabs } from '../parts/tabs';

const KINDS: [string, string][] = [
  ['protocol', 'Protocols'],
  ['extension', 'Extensions of protocols'],
  ['language', 'Languages'],
  ['storage', 'Storage engines'],
  ['accelerator', 'Accelerators'],
  ['identity', 'Identity'],
  ['telemetry', 'Traces'],
  ['ai', 'AI subsystems'],
  ['console', 'Console'],
  ['group', 'Groups'],
  ['core', 'Core'],
  ['library', 'Libraries'],
];

/** A feature by name: the version in use, or the newest, and when it is in use the others, oldest first. */
interface Entry {
  shown: Feature;
  others: Feature[];
}

/** Uninstalling, or going to another version. */
interface Change {
  entry: Entry;
  to: Feature | null;
}

const MOST_SHOWN = 8;
const LOOK_MILLIS = 2000;

const order = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });

function entries(features: Feature[]): Entry[] {
  const names = [...new Set(features.map((feature) => feature.name))].sort(order);
  return names.map((name) => {
    const versions = features.filter((feature) => feature.name === name).sort((a, b) => order(a.version, b.version));
    const newest = versions.at(-1)!;
    const shown = versions.find((feature) => feature.installed) ?? newest;
    return { shown, others: shown.installed ? versions.filter((feature) => feature !== shown) : [] };
  });
}

function isNewer(one: Feature, than: Feature): boolean {
  return order(one.version, than.version) > 0;
}

async function digest(file: File): Promise<string> {
  if (!crypto.subtle) {
    return '';
  }
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The connections of a protocol's feature, once they are known, and as they change. */
function useConnections(feature: Feature): Connection[] | null {
  const [all, setAll] = useState<Connection[] | null>(null);
  const protocol = feature.name.replace(/^orbit-/, '');
  useEffect(() => {
    const look = () =>
      api.connections().then(
        (connections) => setAll(connections.filter((connection) => connection.protocol === protocol)),
        () => undefined,
      );
    void look();
    const timer = setInterval(look, LOOK_MILLIS);
    return () => clearInterval(timer);
  }, [protocol]);
  return all;
}

/** Whose connections end. */
function Ending({ feature }: { feature: Feature }) {
  const connections = useConnections(feature);
  if (feature.kind !== 'protocol' || feature.name === 'orbit-rest') {
    return null;
  }
  if (connections === null) {
    return <p class="hint">Looking who is connected…</p>;
  }
  if (connections.length === 0) {
    return <p class="hint">Nobody is connected.</p>;
  }
  return (
    <>
      <p>
        <strong>{connections.length === 1 ? 'One connection ends' : `${connections.length} connections end`}</strong>
      </p>
      <ul class="users">
        {connections.slice(0, MOST_SHOWN).map((connection) => (
          <li key={connection.id}>
            {connection.user || 'not logged in'} from {connection.remoteAddress}, for {duration(Date.now() - connection.openedAt)}
            {connection.activity ? `: ${connection.activity}` : ''}
          </li>
        ))}
        {connections.length > MOST_SHOWN ? <li>and {connections.length - MOST_SHOWN} more</li> : null}
      </ul>
    </>
  );
}

function explanation({ entry, to }: Change): string {
  const protocol = entry.shown.kind === 'protocol';
  return to
    ? `From ${entry.shown.version} to ${to.version}. ${protocol ? 'Its port stays open; connections end at their' : 'What uses it ends at its'} next boundary and meet${protocol ? '' : 's'} the other version.`
    : `${protocol ? 'Its port closes, running' : 'Running'} work ends at its next boundary, and nothing of it stays in memory. Data stays.`;
}

function ChangeDialog({ change, busy, onDo, onClose }: { change: Change; busy: boolean; onDo: (force: boolean) => void; onClose: () => void }) {
  const { shown } = change.entry;
  const [force, setForce] = useState(false);
  const users = [...shown.dependents.map((name) => `feature ${name}`), ...shown.inUseBy];
  const uninstall = change.to === null;
  const verb = uninstall ? 'Uninstall' : isNewer(change.to!, shown) ? 'Upgrade' : 'Go back';
  return (
    <Dialog title={uninstall ? `Uninstall ${shown.name}?` : `${verb} to ${shown.name} ${change.to!.version}?`} onClose={onClose}>
      <p>{explanation(change)}</p>
      {users.length > 0 ? (
        <>
          <p>
            <strong>In use by</strong>
          </p>
          <ul class="users">
            {users.map((user) => (
              <li key={user}>{user}</li>
            ))}
          </ul>
        </>
      ) : (
        <p class="hint">Nothing else needs it.</p>
      )}
      <Ending feature={shown} />
      {uninstall && users.length > 0 ? (
        <label class="check">
          <input type="checkbox" checked={force} onChange={(event) => setForce(event.currentTarget.checked)} /> Uninstall it all the same
        </label>
      ) : null}
      <div class="actions">
        <button type="button" onClick={onClose} autofocus>
          Cancel
        </button>
        <button type="button" class={uninstall ? 'danger' : 'primary'} disabled={busy || (uninstall && users.length > 0 && !force)} onClick={() => onDo(force)}>
          {busy ? 'Working…' : verb}
        </button>
      </div>
    </Dialog>
  );
}

function Row({ entry, busy, onInstall, onChange }: { entry: Entry; busy: boolean; onInstall: () => void; onChange: (to: Feature | null) => void }) {
  const { shown, others } = entry;
  return (
    <li class="feature">
      <div class="feature-text">
        <p class="feature-name">
          <strong>{shown.name}</strong> <span class="version">{shown.version}</span>{' '}
          <span class={`badge ${shown.installed ? 'good' : ''}`}>{shown.installed ? 'installed' : 'available'}</span>
        </p>
        <p class="hint">{shown.description}</p>
      </div>
      <div class="actions">
        {others.map((other) => {
          const what = isNewer(other, shown) ? 'Upgrade' : 'Go back';
          return (
            <button key={other.version} type="button" disabled={busy} onClick={() => onChange(other)} aria-label={`${what} ${shown.name} to ${other.version}`}>
              {what} to {other.version}
            </button>
          );
        })}
        {shown.required ? (
          <span class="hint">part of the server</span>
        ) : shown.installed ? (
          <button type="button" disabled={busy} onClick={() => onChange(null)} aria-label={`Uninstall ${shown.name}`}>
            Uninstall
          </button>
        ) : (
          <button type="button" class="primary" disabled={busy} onClick={onInstall} aria-label={`Install ${shown.name}`}>
            Install
          </button>
        )}
      </div>
    </li>
  );
}

function Features({ features, busy, run }: { features: Feature[] | null; busy: boolean; run: (what: string, change: () => Promise<unknown>) => Promise<void> }) {
  const [change, setChange] = useState<Change | null>(null);
  if (features === null) {
    return (
      <p class="hint" role="status">
        Loading…
      </p>
    );
  }
  const all = entries(features);
  async function carryOut(force: boolean) {
    const { entry, to } = change!;
    const name = entry.shown.name;
    await (to === null
      ? run(`${name} was uninstalled.`, () => api.uninstall(name, force))
      : run(`${name} is ${to.version} now.`, () => api.upgrade(name, to.version)));
    setChange(null);
  }
  const known = KINDS.map(([kind]) => kind);
  const kinds: [string, string][] = [...KINDS, ...[...new Set(all.map((entry) => entry.shown.kind))].filter((kind) => !known.includes(kind)).map((kind): [string, string] => [kind, kind])];
  return (
    <>
      {kinds.map(([kind, title]) => {
        const some = all.filter((entry) => entry.shown.kind === kind);
        return some.length === 0 ? null : (
          <section class="card" key={kind} aria-labelledby={`kind-${kind}`}>
            <h2 id={`kind-${kind}`}>{title}</h2>
            <ul class="features">
              {some.map((entry) => (
                <Row
                  key={entry.shown.name}
                  entry={entry}
                  busy={busy}
                  onInstall={() => run(`${entry.shown.name} is installed.`, () => api.install(entry.shown.name))}
                  onChange={(to) => setChange({ entry, to })}
                />
              ))}
            </ul>
          </section>
        );
      })}
      {change ? <ChangeDialog change={change} busy={busy} onDo={carryOut} onClose={() => setChange(null)} /> : null}
    </>
  );
}

function Bundles() {
  const [bundles, setBundles] = useState<Bundle[] | null>(null);
  const [filter, setFilter] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    api.bundles().then(setBundles, (failure) => setProblem(problemOf(failure)));
  }, []);
  const shown = (bundles ?? []).filter((bundle) => bundle.symbolicName.includes(filter.toLowerCase().trim()));
  return (
    <section class="card">
      {problem ? <ProblemBox problem={problem} /> : null}
      <label class="filter">
        Filter by name
        <input type="search" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
      </label>
      <div class="scroll" tabIndex={0} role="group" aria-label="Bundles">
        <table>
          <thead>
            <tr>
              <th scope="col" class="number">Id</th>
              <th scope="col">Name</th>
              <th scope="col">Version</th>
              <th scope="col">State</th>
              <th scope="col">Problem</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((bundle) => (
              <tr key={bundle.id}>
                <td class="number">{bundle.id}</td>
                <th scope="row">{bundle.symbolicName}</th>
                <td>{bundle.version}</td>
                <td>
                  <span class={`badge ${bundle.state === 'active' ? 'good' : ''}`}>{bundle.state}</span>
                </td>
                <td>{bundle.problem}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {problem || shown.length > 0 ? null : (
        <p class="hint empty" role="status">
          {bundles === null ? 'Loading…' : 'No bundle has such a name.'}
        </p>
      )}
    </section>
  );
}

export default function PluginsRoom() {
  const [features, setFeatures] = useState<Feature[] | null>(null);
  const [tab, setTab] = useState('features');
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const file = useRef<HTMLInputElement>(null);

  /** Does something and says what; a function says it of what was answered. */
  async function run<T>(what: string | ((answer: T) => string), change: () => Promise<T>) {
    setBusy(true);
    setProblem(null);
    setDone('');
    try {
      const answer = await change();
      setDone(typeof what === 'string' ? what : what(answer));
      setFeatures(await api.features());
      dispatchEvent(new Event('orbit-features'));
    } catch (failure) {
      setProblem(problemOf(failure));
    }
    setBusy(false);
  }

  useEffect(() => {
    void run('', async () => undefined);
  }, []);

  async function upload() {
    const archive = file.current!.files?.[0];
    if (archive) {
      const brought = (features: Feature[]) =>
        `${archive.name} was uploaded. It brought ${features.map((feature) => `${feature.name} ${feature.version}`).join(', ') || 'nothing new'}.`;
      await run(brought, async () => api.upload(archive, await digest(archive)));
      file.current!.value = '';
    }
  }

  return (
    <>
      <div class="toolbar">
        <p class="done" role="status">
          {busy ? 'Working…' : done}
        </p>
        <button type="button" disabled={busy} onClick={() => file.current!.click()}>
          Upload a KAR…
        </button>
        <input ref={file} type="file" accept=".kar,.zip" class="away" tabIndex={-1} aria-label="KAR archive" onChange={upload} />
      </div>
      {problem ? <ProblemBox problem={problem} /> : null}
      <Tabs
        label="What to list"
        chosen={tab}
        onChoose={setTab}
        tabs={[
          { id: 'features', name: 'Features' },
          { id: 'bundles', name: 'Bundles' },
        ]}
      >
        {tab === 'features' ? <Features features={features} busy={busy} run={run} /> : <Bundles />}
      </Tabs>
    </>
  );
}
