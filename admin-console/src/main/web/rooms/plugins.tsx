import { useEffect, useRef, useState } from 'preact/hooks';
import { type Bundle, type Feature, type Problem, api, problemOf } from '../api';
import { Dialog } from '../parts/dialog';
import { ProblemBox } from '../parts/problem';
import { Tabs } from '../parts/tabs';

const KINDS: [string, string][] = [
  ['protocol', 'Protocols'],
  ['language', 'Languages'],
  ['storage', 'Storage engines'],
  ['accelerator', 'Accelerators'],
  ['ai', 'AI subsystems'],
  ['console', 'Console'],
  ['group', 'Groups'],
  ['core', 'Core'],
  ['library', 'Libraries'],
];

/** A feature by name: the version in use, or the newest, and a newer one to go to. */
interface Entry {
  shown: Feature;
  newer: Feature | undefined;
}

type Change = { kind: 'uninstall' | 'upgrade'; entry: Entry };

const order = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });

function entries(features: Feature[]): Entry[] {
  const names = [...new Set(features.map((feature) => feature.name))].sort(order);
  return names.map((name) => {
    const versions = features.filter((feature) => feature.name === name).sort((a, b) => order(a.version, b.version));
    const newest = versions.at(-1)!;
    const shown = versions.find((feature) => feature.installed) ?? newest;
    return { shown, newer: shown.installed && newest.version !== shown.version ? newest : undefined };
  });
}

async function digest(file: File): Promise<string> {
  if (!crypto.subtle) {
    return '';
  }
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function ChangeDialog({ change, busy, onDo, onClose }: { change: Change; busy: boolean; onDo: (force: boolean) => void; onClose: () => void }) {
  const { shown, newer } = change.entry;
  const [force, setForce] = useState(false);
  const users = [...shown.dependents.map((name) => `feature ${name}`), ...shown.inUseBy];
  const uninstall = change.kind === 'uninstall';
  const title = uninstall ? `Uninstall ${shown.name}?` : `Upgrade ${shown.name}?`;
  return (
    <Dialog title={title} onClose={onClose}>
      <p>
        {uninstall
          ? `${shown.kind === 'protocol' ? 'Its port closes, running' : 'Running'} work ends at its next boundary, and nothing of it stays in memory. Data stays.`
          : `From ${shown.version} to ${newer!.version}. ${shown.kind === 'protocol' ? 'Its port stays open; connections' : 'What uses it'} will end at the next boundary and meet the new version.`}
      </p>
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
          {uninstall ? (
            <label class="check">
              <input type="checkbox" checked={force} onChange={(event) => setForce(event.currentTarget.checked)} /> Uninstall it all the same
            </label>
          ) : null}
        </>
      ) : (
        <p class="hint">Nothing else needs it.</p>
      )}
      <div class="actions">
        <button type="button" onClick={onClose} autofocus>
          Cancel
        </button>
        <button type="button" class={uninstall ? 'danger' : 'primary'} disabled={busy || (uninstall && users.length > 0 && !force)} onClick={() => onDo(force)}>
          {busy ? 'Working…' : uninstall ? 'Uninstall' : 'Upgrade'}
        </button>
      </div>
    </Dialog>
  );
}

function Row({ entry, busy, onInstall, onChange }: { entry: Entry; busy: boolean; onInstall: () => void; onChange: (kind: Change['kind']) => void }) {
  const { shown, newer } = entry;
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
        {newer ? (
          <button type="button" disabled={busy} onClick={() => onChange('upgrade')} aria-label={`Upgrade ${shown.name} to ${newer.version}`}>
            Upgrade to {newer.version}
          </button>
        ) : null}
        {shown.required ? (
          <span class="hint">part of the server</span>
        ) : shown.installed ? (
          <button type="button" disabled={busy} onClick={() => onChange('uninstall')} aria-label={`Uninstall ${shown.name}`}>
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

function Features({ features, busy, run }: { features: Feature[]; busy: boolean; run: (what: string, change: () => Promise<unknown>) => Promise<void> }) {
  const [change, setChange] = useState<Change | null>(null);
  const all = entries(features);
  async function carryOut(force: boolean) {
    const { kind, entry } = change!;
    const name = entry.shown.name;
    await (kind === 'uninstall'
      ? run(`${name} was uninstalled.`, () => api.uninstall(name, force))
      : run(`${name} is ${entry.newer!.version} now.`, () => api.upgrade(name, entry.newer!.version)));
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
                  onChange={(what) => setChange({ kind: what, entry })}
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
  const [bundles, setBundles] = useState<Bundle[]>([]);
  const [filter, setFilter] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    api.bundles().then(setBundles, (failure) => setProblem(problemOf(failure)));
  }, []);
  const shown = bundles.filter((bundle) => bundle.symbolicName.includes(filter.toLowerCase().trim()));
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
              <th scope="col">What keeps it</th>
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
    </section>
  );
}

export default function PluginsRoom() {
  const [features, setFeatures] = useState<Feature[]>([]);
  const [tab, setTab] = useState('features');
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const file = useRef<HTMLInputElement>(null);

  async function run(what: string, change: () => Promise<unknown>) {
    setBusy(true);
    setProblem(null);
    setDone('');
    try {
      await change();
      setDone(what);
      setFeatures(await api.features());
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
      await run(`${archive.name} was uploaded; what it brought is listed below.`, async () => api.upload(archive, await digest(archive)));
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
