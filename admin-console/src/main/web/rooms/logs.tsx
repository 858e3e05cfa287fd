/** The server's log as it is written, and how much of it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { type LogEntry, lost } from '../api';
import { ActionBar, useActions } from '../parts/actions';

const KEPT = 1000;
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error'];
const LOOKS: Record<string, string> = { WARN: 'warn', ERROR: 'warn', FATAL: 'warn' };

/** Follows the log; what came since, the newest last. */
function useLog(level: string, logger: string): LogEntry[] {
  const [entries, setEntries] = useState<LogEntry[]>([]);
  useEffect(() => {
    setEntries([]);
    const source = new EventSource(`/api/v1/logs/events?level=${level}&logger=${encodeURIComponent(logger)}`);
    source.addEventListener('entry', (event) => {
      const entry = JSON.parse((event as MessageEvent<string>).data) as LogEntry;
      setEntries((before) => [...before, entry].slice(-KEPT));
    });
    source.addEventListener('error', () => {
      if (source.readyState !== EventSource.CLOSED) {
        setEntries([]);
        lost();
      }
    });
    return () => source.close();
  }, [level, logger]);
  return entries;
}

export default function LogsRoom() {
  const actions = useActions();
  const [level, setLevel] = useState('info');
  const [logger, setLogger] = useState('');
  const [words, setWords] = useState('');
  const [component, setComponent] = useState('io.orbit');
  const [wanted, setWanted] = useState('debug');
  const entries = useLog(level, logger.trim());
  const end = useRef<HTMLDivElement>(null);
  const shown = entries.filter((entry) => `${entry.logger} ${entry.message}`.toLowerCase().includes(words.trim().toLowerCase()));
  useEffect(() => {
    const list = end.current;
    if (list && list.scrollHeight - list.scrollTop - list.clientHeight < 120) {
      list.scrollTop = list.scrollHeight;
    }
  }, [shown.length]);
  async function change(event: Event) {
    event.preventDefault();
    await actions.run(`${component} logs from ${wanted} on, until the next start.`, 'PUT', `/logs/levels/${encodeURIComponent(component)}`, { level: wanted });
  }
  return (
    <>
      <ActionBar actions={actions} />
      <section class="card form" aria-label="What to show">
        <label>
          From
          <select value={level} onChange={(event) => setLevel(event.currentTarget.value)}>
            {LEVELS.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <label>
          Of the component
          <input type="search" placeholder="io.orbit.net" value={logger} onChange={(event) => setLogger(event.currentTarget.value)} />
        </label>
        <label>
          With the words
          <input type="search" value={words} onInput={(event) => setWords(event.currentTarget.value)} />
        </label>
      </section>
      <section class="card" aria-label="Log">
        <div class="log" ref={end} tabIndex={0} role="log" aria-label="Entries, the newest last">
          {shown.map((entry, at) => (
            <p key={`${entry.time}-${at}`}>
              <time>{new Date(entry.time).toLocaleTimeString()}</time> <span class={`badge ${LOOKS[entry.level] ?? ''}`}>{entry.level.toLowerCase()}</span> <span class="hint">{entry.logger}</span> {entry.message}
            </p>
          ))}
          {shown.length === 0 ? <p class="hint">Nothing yet.</p> : null}
        </div>
      </section>
      <form class="card form" onSubmit={change}>
        <label>
          Component
          <input required pattern="[A-Za-z0-9_.$\-]+" value={component} onInput={(event) => setComponent(event.currentTarget.value)} />
        </label>
        <label>
          Logs from
          <select value={wanted} onChange={(event) => setWanted(event.currentTarget.value)}>
            {[...LEVELS, 'off', 'default'].map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <button type="submit" disabled={actions.busy}>
          Set the level
        </button>
      </form>
    </>
  );
}
