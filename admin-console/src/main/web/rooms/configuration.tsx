/** What the server was told to be, and telling it otherwise: tried, applied, undone. */
import { useEffect, useState } from 'preact/hooks';
import { type Change, type Setting, api } from '../api';
import { ActionBar, Loading, useActions } from '../parts/actions';
import { Confirm } from '../parts/confirm';
import { Table } from '../parts/table';

type Wanted = Record<string, string | null>;

function Field({ setting, wanted, onChange }: { setting: Setting; wanted: string | null | undefined; onChange: (value: string | null | undefined) => void }) {
  const value = wanted === null ? setting.defaultValue : (wanted ?? (setting.pending || setting.value));
  const set = (text: string) => onChange(text === (setting.pending || setting.value) ? undefined : text);
  const id = `setting-${setting.key}`;
  if (setting.type === 'choice' || setting.type === 'flag') {
    return (
      <select id={id} value={value} onChange={(event) => set(event.currentTarget.value)}>
        {(setting.type === 'flag' ? ['true', 'false'] : setting.choices).map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
    );
  }
  return <input id={id} type={setting.type === 'number' ? 'number' : 'text'} value={value} onInput={(event) => set(event.currentTarget.value)} />;
}

function Row({ setting, wanted, onChange }: { setting: Setting; wanted: string | null | undefined; onChange: (value: string | null | undefined) => void }) {
  const fixed = /^(command line|environment)/.test(setting.origin) || setting.key === 'persistence.data_dir';
  return (
    <li class="feature setting">
      <div class="feature-text">
        <p class="feature-name">
          <label for={`setting-${setting.key}`}>
            <code>{setting.key}</code>
          </label>{' '}
          {setting.live ? null : <span class="badge">at the next start</span>} {setting.pending ? <span class="badge warn">now {setting.value || 'unset'}</span> : null}
        </p>
        <p class="hint">
          {setting.description ? `${setting.description}. ` : ''}Said by: {setting.origin}
          {setting.origin === 'default' ? '' : `; default ${setting.defaultValue || 'unset'}`}
        </p>
      </div>
      <div class="actions">
        {fixed ? <code>{setting.value}</code> : <Field setting={setting} wanted={wanted} onChange={onChange} />}
        {setting.origin.includes('overrides.toml') && wanted !== null ? (
          <button type="button" aria-label={`Take back ${setting.key}`} onClick={() => onChange(null)}>
            Take back
          </button>
        ) : null}
      </div>
    </li>
  );
}

export default function ConfigurationRoom() {
  const actions = useActions();
  const [settings, setSettings] = useState<Setting[] | null>(null);
  const [filter, setFilter] = useState('');
  const [wanted, setWanted] = useState<Wanted>({});
  const [changes, setChanges] = useState<Change[] | null>(null);
  const look = () => api.get<Setting[]>('/configuration').then(setSettings, () => undefined);
  useEffect(() => void look(), []);
  if (settings === null) {
    return <Loading />;
  }
  const count = Object.keys(wanted).length;
  const shown = settings.filter((one) => `${one.key} ${one.description}`.toLowerCase().includes(filter.trim().toLowerCase()));
  function change(key: string, value: string | null | undefined) {
    setWanted((before) => {
      const { [key]: _, ...others } = before;
      return value === undefined ? others : { ...others, [key]: value };
    });
  }
  async function review() {
    const found = await actions.run<Change[]>('', 'PATCH', '/configuration?dryRun=true', wanted);
    if (found) {
      setChanges(found);
    }
  }
  async function apply() {
    const done = await actions.run<Change[]>(
      (made) => (made.some((one) => !one.live) ? 'Written; part of it counts at the next start.' : 'Written, and counts now.'),
      'PATCH',
      '/configuration',
      wanted,
    );
    setChanges(null);
    if (done) {
      setWanted({});
      await look();
    }
  }
  async function undo() {
    await actions.run<Change[]>((made) => `Taken back: ${made.map((one) => `${one.key} is ${one.after} again`).join(', ') || 'nothing differed'}.`, 'POST', '/configuration/undo');
    await look();
  }
  return (
    <>
      <ActionBar actions={actions} />
      <section class="card form" aria-label="Change">
        <label>
          Filter
          <input type="search" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
        </label>
        <button type="button" class="primary" disabled={actions.busy || count === 0} onClick={review}>
          {count === 0 ? 'Nothing changed' : count === 1 ? 'Review 1 change' : `Review ${count} changes`}
        </button>
        <button type="button" disabled={count === 0} onClick={() => setWanted({})}>
          Forget them
        </button>
        <button type="button" disabled={actions.busy} onClick={undo}>
          Undo the last change
        </button>
        <p class="hint">Changes are kept in overrides.toml in the data folder: before orbit.toml, behind the environment and the command line.</p>
      </section>
      <section class="card" aria-label="Settings">
        <ul class="features">
          {shown.map((setting) => (
            <Row key={setting.key} setting={setting} wanted={wanted[setting.key]} onChange={(value) => change(setting.key, value)} />
          ))}
        </ul>
        {shown.length === 0 ? <p class="hint empty">No setting matches.</p> : null}
      </section>
      {changes ? (
        <Confirm title="Apply these changes?" verb="Apply" busy={actions.busy || changes.length === 0} onDo={apply} onClose={() => setChanges(null)}>
          <Table
            label="Changes"
            rows={changes}
            keyOf={(one) => one.key}
            empty="Nothing would differ."
            columns={[
              { name: 'Setting', show: (one) => <code>{one.key}</code> },
              { name: 'Before', show: (one) => one.before || 'unset' },
              { name: 'After', show: (one) => one.after || 'unset' },
              { name: 'Counts', show: (one) => (one.live ? 'now' : 'at the next start') },
            ]}
          />
        </Confirm>
      ) : null}
    </>
  );
}
