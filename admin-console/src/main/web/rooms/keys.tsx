/** Redis' keys by type, and what they hold. */
import { useEffect, useState } from 'preact/hooks';
import { api, problemOf } from '../api';
import type { Actions } from '../parts/actions';
import { Dialog } from '../parts/dialog';
import { Table } from '../parts/table';
import { formatReply } from '../redis';

const TYPES = ['string', 'hash', 'list', 'set', 'zset', 'stream'];
const AT_ONCE = 200;
const MOST = 2000;

const READ: Record<string, (key: string) => string[]> = {
  string: (key) => ['GET', key],
  hash: (key) => ['HGETALL', key],
  list: (key) => ['LRANGE', key, '0', '199'],
  set: (key) => ['SSCAN', key, '0', 'COUNT', '200'],
  zset: (key) => ['ZRANGE', key, '0', '199', 'WITHSCORES'],
  stream: (key) => ['XRANGE', key, '-', '+', 'COUNT', '200'],
};

interface Key {
  name: string;
  type: string;
}

/** Walks on until there are enough keys, or no more. */
async function scan(pattern: string, type: string, from: string): Promise<{ names: string[]; next: string }> {
  const names = new Set<string>();
  let next = from;
  let looks = 0;
  do {
    const { reply } = await api.redis(['SCAN', next, 'MATCH', pattern || '*', 'COUNT', String(MOST), ...(type ? ['TYPE', type] : [])]);
    const [cursor, found] = reply as [string, unknown[]];
    found.filter((name): name is string => typeof name === 'string').forEach((name) => names.add(name));
    next = cursor;
    looks++;
  } while (next !== '0' && names.size < AT_ONCE && looks < 50);
  return { names: [...names], next };
}

async function typed(names: string[], type: string): Promise<Key[]> {
  return Promise.all(names.map(async (name) => ({ name, type: type || String((await api.redis(['TYPE', name])).reply) })));
}

function Value({ chosen, actions, onClose }: { chosen: Key; actions: Actions; onClose: (gone: boolean) => void }) {
  const command = (READ[chosen.type] ?? READ['string']!)(chosen.name);
  const [answer, setAnswer] = useState('…');
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    api.redis(command).then(
      (read) => setAnswer(formatReply(read.reply)),
      (failure) => setAnswer(problemOf(failure).detail),
    );
    api.redis(['PTTL', chosen.name]).then((read) => setLeft(Number(read.reply)), () => undefined);
  }, []);
  async function remove() {
    if (await actions.run(`${chosen.name} was removed.`, 'POST', '/redis', { arguments: ['DEL', chosen.name] })) {
      onClose(true);
    }
  }
  return (
    <Dialog title={chosen.name} wide onClose={() => onClose(false)}>
      <p class="hint">
        {chosen.type}
        {left === null ? '' : left < 0 ? ', does not expire' : `, expires in ${Math.ceil(left / 1000)} s`}
      </p>
      <pre class="command" tabIndex={0}>
        <code>{command.join(' ')}</code>
      </pre>
      <pre class="value" tabIndex={0}>
        {answer}
      </pre>
      <div class="actions">
        <button type="button" class="danger" disabled={actions.busy} onClick={remove}>
          Remove
        </button>
        <button type="button" class="primary" autofocus onClick={() => onClose(false)}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

export function Keys({ actions }: { actions: Actions }) {
  const [pattern, setPattern] = useState('*');
  const [type, setType] = useState('');
  const [keys, setKeys] = useState<Key[] | null>(null);
  const [next, setNext] = useState('0');
  const [problem, setProblem] = useState('');
  const [chosen, setChosen] = useState<Key | null>(null);
  async function load(from: string) {
    try {
      const found = await scan(pattern.trim(), type, from);
      const more = await typed(found.names, type);
      setKeys((before) => (from === '0' ? more : [...(before ?? []), ...more.filter((one) => !before?.some((known) => known.name === one.name))]));
      setNext(found.next);
      setProblem('');
    } catch (failure) {
      setKeys([]);
      setProblem(problemOf(failure).detail);
    }
  }
  useEffect(() => void load('0'), [type]);
  return (
    <section class="card" aria-label="Redis keys">
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void load('0');
        }}
      >
        <label>
          Pattern
          <input type="search" value={pattern} onInput={(event) => setPattern(event.currentTarget.value)} />
        </label>
        <label>
          Type
          <select value={type} onChange={(event) => setType(event.currentTarget.value)}>
            <option value="">all</option>
            {TYPES.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <button type="submit">Look</button>
      </form>
      <p class="problem-line" role="alert">
        {problem}
      </p>
      <Table
        label="Redis keys"
        rows={keys ?? []}
        keyOf={(one) => one.name}
        empty={keys === null ? 'Loading…' : 'No key matches.'}
        columns={[
          { name: 'Key', show: (one) => <code>{one.name}</code> },
          { name: 'Type', show: (one) => one.type },
          {
            name: 'Value',
            show: (one) => (
              <button type="button" aria-label={`Show ${one.name}`} onClick={() => setChosen(one)}>
                Show
              </button>
            ),
          },
        ]}
      />
      {next === '0' ? null : (
        <button type="button" onClick={() => load(next)}>
          More
        </button>
      )}
      {chosen ? (
        <Value
          chosen={chosen}
          actions={actions}
          onClose={(gone) => {
            setChosen(null);
            if (gone) {
              void load('0');
            }
          }}
        />
      ) : null}
    </section>
  );
}
