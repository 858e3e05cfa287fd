/** Protocols at their ports, and who is connected. */
import { useState } from 'preact/hooks';
import { type Connection, type ProtocolPort, api } from '../api';
import { bytes, duration, exact } from '../format';
import { ActionBar, type Actions, Loading, useActions, useLatest } from '../parts/actions';
import { Confirm } from '../parts/confirm';
import { Table } from '../parts/table';
import { Tabs } from '../parts/tabs';

const DAY_MILLIS = 86_400_000;
const SOON_DAYS = 30;
const OWN_SOCKETS = 'Its server brings its own sockets.';

function timeout(millis: number): string {
  return millis === 0 ? 'never' : `${exact(millis / 1000)} s`;
}

function Port({ port, actions, onStop }: { port: ProtocolPort; actions: Actions; onStop: () => void }) {
  const { limits } = port;
  return (
    <li class="feature port">
      <div class="feature-text">
        <p class="feature-name">
          <strong>{port.name}</strong> <span class="version">{port.address}</span>{' '}
          <span class={`badge ${port.state === 'listening' ? 'good' : 'warn'}`}>{port.state}</span>{' '}
          <span class="badge">{port.tls ? `TLS ${limits?.tls ?? 'on'}` : 'no TLS'}</span>
        </p>
        <p class="hint">
          {exact(port.connections)} connected, {exact(port.accepted)} accepted, {exact(port.refused)} refused.{' '}
          {limits
            ? `At most ${exact(limits.maxConnections)} connections; log in within ${limits.authenticationTimeoutMillis === 0 ? 'any time' : timeout(limits.authenticationTimeoutMillis)}; closed when silent for: ${timeout(limits.idleTimeoutMillis)}${limits.proxyProtocol ? '; behind a proxy' : ''}.`
            : OWN_SOCKETS}
        </p>
        {port.problem ? <p class="message">{port.problem}</p> : null}
      </div>
      {limits ? (
        <div class="actions">
          {port.state === 'stopped' ? (
            <button type="button" class="primary" disabled={actions.busy} aria-label={`Start ${port.name}`} onClick={() => actions.run(`${port.name} listens again.`, 'POST', `/protocols/${port.name}/start`)}>
              Start
            </button>
          ) : (
            <button type="button" disabled={actions.busy} aria-label={`Stop ${port.name}`} onClick={onStop}>
              Stop…
            </button>
          )}
        </div>
      ) : null}
    </li>
  );
}

function Certificate({ expiry }: { expiry: number | null }) {
  if (expiry === null) {
    return null;
  }
  const days = Math.floor((expiry * 1000 - Date.now()) / DAY_MILLIS);
  return (
    <p class={days < SOON_DAYS ? 'message' : 'hint'}>
      The certificate of the ports expires on {new Date(expiry * 1000).toLocaleDateString()}, in {exact(days)} days. Put another into its files, or name others in the settings tls.certificate and tls.key: it counts for the next connections.
    </p>
  );
}

async function expiry(): Promise<{ seconds: number | null }> {
  const samples = await api.get<{ name: string; value: number }[]>('/metrics?prefix=orbit_tls_certificate_expiry_seconds');
  const found = samples.find((one) => one.value > 0);
  return { seconds: found?.value ?? null };
}

function PortsTab({ actions }: { actions: Actions }) {
  const [ports, look] = useLatest(() => api.get<ProtocolPort[]>('/protocols'));
  const [certificate] = useLatest(expiry);
  const [stopping, setStopping] = useState<ProtocolPort | null>(null);
  if (ports === null) {
    return <Loading />;
  }
  async function stop(name: string) {
    await actions.run(`${name} is stopped.`, 'POST', `/protocols/${name}/stop`);
    setStopping(null);
    await look();
  }
  return (
    <section class="card" aria-label="Ports">
      <Certificate expiry={certificate?.seconds ?? null} />
      <ul class="features">
        {ports.map((port) => (
          <Port key={port.name + port.address} port={port} actions={actions} onStop={() => setStopping(port)} />
        ))}
      </ul>
      {stopping ? (
        <Confirm title={`Stop ${stopping.name}?`} verb="Stop it" busy={actions.busy} onDo={() => stop(stopping.name)} onClose={() => setStopping(null)}>
          <p>
            Its port closes. {stopping.connections === 0 ? 'Nobody is connected.' : `${exact(stopping.connections)} ${stopping.connections === 1 ? 'connection ends' : 'connections end'} at the next command or transaction boundary.`}
          </p>
          <p class="hint">It stays installed, and listens again when you start it, or at the server's next start.</p>
        </Confirm>
      ) : null}
    </section>
  );
}

function ConnectionsTab({ actions }: { actions: Actions }) {
  const [connections, look] = useLatest(api.connections);
  const [filter, setFilter] = useState('');
  if (connections === null) {
    return <Loading />;
  }
  async function end(id: number, drain: boolean) {
    await actions.run(drain ? `Connection ${id} was asked to end.` : `Connection ${id} was cut off.`, 'DELETE', `/connections/${id}${drain ? '?drain=true' : ''}`);
    await look();
  }
  const wanted = filter.trim();
  const shown = connections.filter((one) => `${one.protocol} ${one.user} ${one.remoteAddress} ${one.activity}`.includes(wanted));
  return (
    <section class="card" aria-label="Connections">
      <label class="filter">
        Filter
        <input type="search" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
      </label>
      <Table
        label="Connections"
        rows={shown}
        keyOf={(one: Connection) => one.id}
        empty={connections.length === 0 ? 'Nobody is connected but by HTTP.' : 'No connection matches.'}
        columns={[
          { name: 'Id', number: true, show: (one) => one.id },
          { name: 'Protocol', show: (one) => one.protocol },
          { name: 'User', show: (one) => one.user || 'not logged in' },
          { name: 'From', show: (one) => one.remoteAddress },
          { name: 'For', show: (one) => duration(Date.now() - one.openedAt) },
          { name: 'Does', show: (one) => <code>{one.activity}</code> },
          { name: 'In', number: true, show: (one) => bytes(one.bytesIn) },
          { name: 'Out', number: true, show: (one) => bytes(one.bytesOut) },
          {
            name: 'End',
            show: (one) => (
              <span class="actions">
                <button type="button" disabled={actions.busy} aria-label={`Drain connection ${one.id}`} onClick={() => end(one.id, true)}>
                  Drain
                </button>
                <button type="button" disabled={actions.busy} aria-label={`Cut off connection ${one.id}`} onClick={() => end(one.id, false)}>
                  Cut off
                </button>
              </span>
            ),
          },
        ]}
      />
    </section>
  );
}

export default function ProtocolsRoom() {
  const [tab, setTab] = useState('ports');
  const actions = useActions();
  return (
    <>
      <ActionBar actions={actions} />
      <Tabs
        label="What to see"
        chosen={tab}
        onChoose={setTab}
        tabs={[
          { id: 'ports', name: 'Ports' },
          { id: 'connections', name: 'Connections' },
        ]}
      >
        {tab === 'ports' ? <PortsTab actions={actions} /> : <ConnectionsTab actions={actions} />}
      </Tabs>
    </>
  );
}
