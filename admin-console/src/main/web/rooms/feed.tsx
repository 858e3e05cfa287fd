/** What is committed, as it is committed, by whichever protocol. */
import { useEffect, useState } from 'preact/hooks';
import { lost } from '../api';
import { Table } from '../parts/table';

interface Change {
  number: number;
  where: string;
  operation: string;
  key: string;
  now: string;
}

const KEPT = 200;

interface Told {
  collection?: string;
  keys?: number;
  operation: string;
  key?: unknown;
  record?: unknown;
  value?: unknown;
  elements?: unknown;
}

function text(value: unknown): string {
  return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}

function read(data: string, number: number): Change {
  const told = JSON.parse(data) as Told;
  return {
    number,
    where: told.collection ?? `Redis keys ${told.keys ?? 0}`,
    operation: told.operation,
    key: told.key !== null && typeof told.key === 'object' ? Object.values(told.key).join(':') : text(told.key),
    now: text(told.record ?? told.value ?? told.elements),
  };
}

export function Feed() {
  const [collections, setCollections] = useState('');
  const [followed, setFollowed] = useState<string | null>('');
  const [changes, setChanges] = useState<Change[]>([]);
  const [state, setState] = useState('');
  const address = followed === null ? null : `/api/v1/changes${followed ? `?collections=${encodeURIComponent(followed)}` : ''}`;
  useEffect(() => {
    if (address === null) {
      return;
    }
    let number = 0;
    setChanges([]);
    setState('Connecting…');
    const source = new EventSource(address);
    source.addEventListener('position', () => setState('Following what is committed.'));
    source.addEventListener('change', (event) => {
      const change = read((event as MessageEvent<string>).data, ++number);
      setChanges((before) => [change, ...before].slice(0, KEPT));
    });
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) {
        setState('The server refused to send changes: is there a table of that name?');
      } else {
        lost();
      }
    });
    return () => source.close();
  }, [address]);
  function submit(event: Event) {
    event.preventDefault();
    setFollowed(collections.trim());
  }
  return (
    <div class="overview">
      <form class="card form" onSubmit={submit}>
        <label>
          Tables, with commas between them
          <input value={collections} placeholder="all, and Redis keys" onInput={(event) => setCollections(event.currentTarget.value)} />
        </label>
        <button type="submit">Follow</button>
        {followed === null ? null : (
          <button type="button" onClick={() => { setFollowed(null); setState('Stopped.'); }}>
            Stop
          </button>
        )}
        <p class="hint" role="status">
          {state}
        </p>
        {address === null ? null : (
          <details class="call">
            <summary>The REST call</summary>
            <pre tabIndex={0}>
              <code>{`GET ${address}`}</code>
            </pre>
          </details>
        )}
      </form>
      <section class="card" aria-label="Changes">
        <Table
          label="Changes"
          rows={changes}
          keyOf={(one) => one.number}
          empty="Nothing has changed since you look. Write a record by any protocol."
          columns={[
            { name: 'Record', show: (one) => <code>{one.key}</code> },
            { name: 'In', show: (one) => one.where },
            { name: 'What', show: (one) => one.operation },
            { name: 'Now', show: (one) => <code>{one.now}</code> },
          ]}
        />
      </section>
    </div>
  );
}
