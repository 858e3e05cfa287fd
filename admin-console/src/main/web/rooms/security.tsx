/** Users and groups, what they may, keys for programs, and who did what. */
import { useEffect, useState } from 'preact/hooks';
import { type ApiKey, type AuditEntry, type Grant, type Role, api, problemOf } from '../api';
import { exact } from '../format';
import { ActionBar, type Actions, Loading, useActions, useLatest } from '../parts/actions';
import { Confirm } from '../parts/confirm';
import { Dialog } from '../parts/dialog';
import { Table } from '../parts/table';
import { Tabs } from '../parts/tabs';

const PAGE = 100;
const PRIVILEGES = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'ALL'];

// ---- roles

interface Wanted {
  name: string;
  password: string;
  login: boolean;
  superuser: boolean;
  createDatabase: boolean;
  createRole: boolean;
  connectionLimit: string;
  memberOf: string;
}

function wantedOf(role: Role | null): Wanted {
  return {
    name: role?.name ?? '',
    password: '',
    login: role?.login ?? true,
    superuser: role?.superuser ?? false,
    createDatabase: role?.createDatabase ?? false,
    createRole: role?.createRole ?? false,
    connectionLimit: String(role?.connectionLimit ?? -1),
    memberOf: role?.memberOf.join(', ') ?? '',
  };
}

function body(wanted: Wanted, isNew: boolean) {
  return {
    ...(isNew ? { name: wanted.name } : {}),
    ...(wanted.password ? { password: wanted.password } : {}),
    login: wanted.login,
    superuser: wanted.superuser,
    createDatabase: wanted.createDatabase,
    createRole: wanted.createRole,
    connectionLimit: Number(wanted.connectionLimit),
    memberOf: wanted.memberOf.split(',').map((name) => name.trim()).filter(Boolean),
  };
}

function RoleDialog({ role, actions, onClose }: { role: Role | null; actions: Actions; onClose: () => void }) {
  const [wanted, setWanted] = useState(wantedOf(role));
  const set = (change: Partial<Wanted>) => setWanted((before) => ({ ...before, ...change }));
  async function submit(event: Event) {
    event.preventDefault();
    const done = role
      ? await actions.run(`${role.name} was changed.`, 'PATCH', `/roles/${encodeURIComponent(role.name)}`, body(wanted, false))
      : await actions.run(`${wanted.name} was made.`, 'POST', '/roles', body(wanted, true));
    if (done) {
      onClose();
    }
  }
  const flag = (name: 'login' | 'superuser' | 'createDatabase' | 'createRole', label: string) => (
    <label class="check">
      <input type="checkbox" checked={wanted[name]} onChange={(event) => set({ [name]: event.currentTarget.checked })} /> {label}
    </label>
  );
  return (
    <Dialog title={role ? `Change ${role.name}` : 'A new user or group'} onClose={onClose}>
      <form class="form stacked" onSubmit={submit}>
        {role ? null : (
          <label>
            Name
            <input required autofocus value={wanted.name} onInput={(event) => set({ name: event.currentTarget.value })} />
          </label>
        )}
        <label>
          {role ? 'Another password' : 'Password'}
          <input type="password" autocomplete="new-password" value={wanted.password} placeholder={role ? 'as it is' : 'none'} onInput={(event) => set({ password: event.currentTarget.value })} />
        </label>
        {flag('login', 'May log in (a user; without it a group)')}
        {flag('createDatabase', 'May make databases')}
        {flag('createRole', 'May make roles')}
        {flag('superuser', 'Superuser: may everything')}
        <label>
          Connections at most (-1: any number)
          <input type="number" min="-1" required value={wanted.connectionLimit} onInput={(event) => set({ connectionLimit: event.currentTarget.value })} />
        </label>
        <label>
          Member of, with commas between them
          <input value={wanted.memberOf} onInput={(event) => set({ memberOf: event.currentTarget.value })} />
        </label>
        <div class="actions">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="primary" disabled={actions.busy}>
            {role ? 'Change' : 'Make'}
          </button>
        </div>
      </form>
      {actions.problem ? <p class="problem-line" role="alert">{actions.problem.detail}</p> : null}
    </Dialog>
  );
}

function quoted(name: string): string {
  return name.split('.').map((part) => `"${part.replaceAll('"', '""')}"`).join('.');
}

function Grants({ role, actions, onClose }: { role: Role; actions: Actions; onClose: () => void }) {
  const [grants, look] = useLatest(() => api.get<Grant[]>(`/roles/${encodeURIComponent(role.name)}/grants`));
  const [privilege, setPrivilege] = useState('SELECT');
  const [object, setObject] = useState('');
  async function change(verb: 'GRANT' | 'REVOKE', what: string, on: string) {
    const text = `${verb} ${what} ON ${on} ${verb === 'GRANT' ? 'TO' : 'FROM'} ${quoted(role.name)}`;
    await actions.run(`Done: ${text}`, 'POST', '/statements', { text });
    await look();
  }
  const inDatabase = (path: string) => path.split('.').slice(1).join('.');
  return (
    <Dialog title={`What ${role.name} may`} wide onClose={onClose}>
      {role.superuser ? <p>A superuser may everything.</p> : null}
      <Table
        label="Grants"
        rows={grants ?? []}
        keyOf={(one) => `${one.kind} ${one.object} ${one.by}`}
        empty={grants === null ? 'Loading…' : 'Nothing was granted to it itself.'}
        columns={[
          { name: 'On', show: (one) => one.object },
          { name: 'Kind', show: (one) => one.kind },
          { name: 'May', show: (one) => one.privileges.join(', ') },
          { name: 'Granted by', show: (one) => one.by },
          {
            name: 'Take away',
            show: (one) =>
              one.kind === 'table' || one.kind === 'view' ? (
                <button type="button" disabled={actions.busy} aria-label={`Revoke all on ${one.object}`} onClick={() => change('REVOKE', 'ALL', quoted(inDatabase(one.object)))}>
                  Revoke
                </button>
              ) : null,
          },
        ]}
      />
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void change('GRANT', privilege, quoted(object.trim()));
        }}
      >
        <label>
          Privilege
          <select value={privilege} onChange={(event) => setPrivilege(event.currentTarget.value)}>
            {PRIVILEGES.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <label>
          On the table
          <input required placeholder="public.items" value={object} onInput={(event) => setObject(event.currentTarget.value)} />
        </label>
        <button type="submit" disabled={actions.busy}>
          Grant
        </button>
      </form>
      {actions.problem ? <p class="problem-line" role="alert">{actions.problem.detail}</p> : null}
      <div class="actions">
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

function RolesTab({ actions }: { actions: Actions }) {
  const [roles, look] = useLatest(() => api.get<Role[]>('/roles'));
  const [chosen, setChosen] = useState<{ what: 'change' | 'grants' | 'drop'; role: Role | null } | null>(null);
  if (roles === null) {
    return <Loading />;
  }
  const close = () => {
    setChosen(null);
    void look();
  };
  async function drop(name: string) {
    await actions.run(`${name} was dropped.`, 'DELETE', `/roles/${encodeURIComponent(name)}`);
    close();
  }
  const may = (role: Role) => [role.superuser ? 'superuser' : '', role.createDatabase ? 'makes databases' : '', role.createRole ? 'makes roles' : ''].filter(Boolean).join(', ');
  return (
    <section class="card" aria-label="Users and groups">
      <div class="actions">
        <button type="button" class="primary" onClick={() => setChosen({ what: 'change', role: null })}>
          New user…
        </button>
      </div>
      <Table
        label="Users and groups"
        rows={roles}
        keyOf={(one) => one.name}
        empty="There is nobody."
        columns={[
          { name: 'Name', show: (one) => one.name },
          { name: 'Kind', show: (one) => (one.login ? 'user' : 'group') },
          { name: 'May', show: may },
          { name: 'Member of', show: (one) => one.memberOf.join(', ') },
          { name: 'Password', show: (one) => (one.hasPassword ? 'yes' : 'none') },
          { name: 'Connections', number: true, show: (one) => (one.connectionLimit < 0 ? 'any' : exact(one.connectionLimit)) },
          {
            name: 'Do',
            show: (one) => (
              <span class="actions">
                <button type="button" aria-label={`Grants of ${one.name}`} onClick={() => setChosen({ what: 'grants', role: one })}>
                  Grants…
                </button>
                <button type="button" aria-label={`Change ${one.name}`} onClick={() => setChosen({ what: 'change', role: one })}>
                  Change…
                </button>
                <button type="button" aria-label={`Drop ${one.name}`} onClick={() => setChosen({ what: 'drop', role: one })}>
                  Drop…
                </button>
              </span>
            ),
          },
        ]}
      />
      {chosen?.what === 'change' ? <RoleDialog role={chosen.role} actions={actions} onClose={close} /> : null}
      {chosen?.what === 'grants' ? <Grants role={chosen.role!} actions={actions} onClose={close} /> : null}
      {chosen?.what === 'drop' ? (
        <Confirm title={`Drop ${chosen.role!.name}?`} verb="Drop" busy={actions.busy} onDo={() => drop(chosen.role!.name)} onClose={close}>
          <p>It may not own or have been granted anything: give that to others first.</p>
        </Confirm>
      ) : null}
    </section>
  );
}

// ---- API keys

function KeysTab({ actions }: { actions: Actions }) {
  const [keys, look] = useLatest(() => api.get<ApiKey[]>('/api-keys'));
  const [name, setName] = useState('');
  const [user, setUser] = useState('');
  const [scope, setScope] = useState('all');
  const [made, setMade] = useState<ApiKey | null>(null);
  if (keys === null) {
    return <Loading />;
  }
  async function make(event: Event) {
    event.preventDefault();
    const key = await actions.run<ApiKey>(`The key ${name} was made.`, 'POST', '/api-keys', { name, scope, ...(user ? { user } : {}) });
    if (key) {
      setMade(key);
      setName('');
    }
    await look();
  }
  return (
    <div class="overview">
      <form class="card form" onSubmit={make}>
        <label>
          A key for
          <input required maxLength={100} placeholder="nightly report" value={name} onInput={(event) => setName(event.currentTarget.value)} />
        </label>
        <label>
          As the user
          <input placeholder="yourself" value={user} onInput={(event) => setUser(event.currentTarget.value)} />
        </label>
        <label>
          Scope
          <select value={scope} onChange={(event) => setScope(event.currentTarget.value)}>
            <option value="all">all rights of its user</option>
            <option value="write">read and change data</option>
            <option value="read">read data</option>
          </select>
        </label>
        <button type="submit" disabled={actions.busy}>
          Make a key
        </button>
        <p class="hint">Programs show it as Authorization: Bearer KEY. It has its user’s rights, as far as its scope goes, until it is revoked.</p>
      </form>
      <section class="card" aria-label="API keys">
        <Table
          label="API keys"
          rows={keys}
          keyOf={(one) => one.id}
          empty="There is no key."
          columns={[
            { name: 'Name', show: (one) => one.name },
            { name: 'User', show: (one) => one.user },
            { name: 'Scope', show: (one) => one.scope },
            { name: 'Id', show: (one) => <code>{one.id}</code> },
            { name: 'Made', show: (one) => new Date(one.createdAt).toLocaleString() },
            { name: 'Expires', show: (one) => (one.expiresAt ? new Date(one.expiresAt).toLocaleString() : 'never') },
            {
              name: 'Revoke',
              show: (one) => (
                <button
                  type="button"
                  disabled={actions.busy}
                  aria-label={`Revoke ${one.name}`}
                  onClick={async () => {
                    await actions.run(`${one.name} was revoked.`, 'DELETE', `/api-keys/${one.id}`);
                    await look();
                  }}
                >
                  Revoke
                </button>
              ),
            },
          ]}
        />
      </section>
      {made ? (
        <Dialog title={`The key ${made.name}`} wide onClose={() => setMade(null)}>
          <p>It is shown this once; nobody can tell it again.</p>
          <pre class="value" tabIndex={0}>
            {made.key}
          </pre>
          <div class="actions">
            <button type="button" onClick={() => void navigator.clipboard?.writeText(made.key ?? '')}>
              Copy
            </button>
            <button type="button" class="primary" onClick={() => setMade(null)} autofocus>
              Close
            </button>
          </div>
        </Dialog>
      ) : null}
    </div>
  );
}

// ---- audit

interface Page {
  entries: AuditEntry[];
  next?: number;
}

function AuditTab({ actions }: { actions: Actions }) {
  const [entries, setEntries] = useState<AuditEntry[] | null>(null);
  const [next, setNext] = useState(0);
  const [user, setUser] = useState('');
  const [action, setAction] = useState('');
  const [refused, setRefused] = useState(false);
  const [problem, setProblem] = useState('');
  async function load(before: number) {
    try {
      const page = await api.get<Page>(`/audit?limit=${PAGE}&before=${before}&user=${encodeURIComponent(user.trim())}&action=${encodeURIComponent(action.trim())}&refused=${refused}`);
      setEntries((shown) => (before === 0 ? page.entries : [...(shown ?? []), ...page.entries]));
      setNext(page.next ?? 0);
      setProblem('');
    } catch (failure) {
      setProblem(problemOf(failure).detail);
    }
  }
  useEffect(() => void load(0), [user, action, refused]);
  const verify = () =>
    actions.run<{ sound: boolean; first: number; last: number; head: string; problems: string[] }>(
      (verdict) => (verdict.sound ? `Nothing was changed: entries ${exact(verdict.first)} to ${exact(verdict.last)}, the newest ${verdict.head}.` : `Not as it was: ${verdict.problems.join('; ')}`),
      'GET',
      '/audit/verification',
    );
  return (
    <section class="card" aria-label="Audit log">
      <div class="form">
        <label>
          User
          <input type="search" value={user} onInput={(event) => setUser(event.currentTarget.value)} />
        </label>
        <label>
          Action
          <input type="search" placeholder="log in, create, operate…" value={action} onInput={(event) => setAction(event.currentTarget.value)} />
        </label>
        <label class="check">
          <input type="checkbox" checked={refused} onChange={(event) => setRefused(event.currentTarget.checked)} /> Refused only
        </label>
        <button type="button" onClick={() => load(0)}>
          Look again
        </button>
        <button type="button" disabled={actions.busy} onClick={verify}>
          Verify the chain
        </button>
      </div>
      <p class="problem-line" role="alert">
        {problem}
      </p>
      <Table
        label="Audit log"
        rows={entries ?? []}
        keyOf={(one) => one.number}
        empty={entries === null ? 'Loading…' : 'No entry matches.'}
        columns={[
          { name: 'No.', number: true, show: (one) => one.number },
          { name: 'When', show: (one) => new Date(one.time).toLocaleString() },
          { name: 'Who', show: (one) => one.user || 'the server' },
          { name: 'By', show: (one) => one.protocol },
          { name: 'From', show: (one) => one.remoteAddress },
          {
            name: 'What',
            show: (one) => (
              <>
                {one.action} {one.allowed ? null : <span class="badge warn">refused</span>}
              </>
            ),
          },
          { name: 'On', show: (one) => <code>{one.object}</code> },
          { name: 'Detail', show: (one) => one.detail },
        ]}
      />
      {next > 0 ? (
        <button type="button" onClick={() => load(next)}>
          Older ones
        </button>
      ) : null}
    </section>
  );
}

export default function SecurityRoom() {
  const [tab, setTab] = useState('roles');
  const actions = useActions();
  return (
    <>
      <ActionBar actions={actions} />
      <Tabs
        label="What to see"
        chosen={tab}
        onChoose={setTab}
        tabs={[
          { id: 'roles', name: 'Users and groups' },
          { id: 'keys', name: 'API keys' },
          { id: 'audit', name: 'Audit' },
        ]}
      >
        {tab === 'roles' ? <RolesTab actions={actions} /> : tab === 'keys' ? <KeysTab actions={actions} /> : <AuditTab actions={actions} />}
      </Tabs>
    </>
  );
}
