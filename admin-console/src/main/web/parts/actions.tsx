/** What rooms share that look again and again, and send requests which they show. */
import { useEffect, useState } from 'preact/hooks';
import { type Problem, api, problemOf } from '../api';
import { ProblemBox } from './problem';

const LOOK_MILLIS = 1000;

/** Asks again and again while the room is open; what was answered last, and a way to ask at once. */
export function useLatest<T>(ask: () => Promise<T>): [T | null, () => Promise<void>] {
  const [latest, setLatest] = useState<T | null>(null);
  const look = () => ask().then(setLatest, () => undefined);
  useEffect(() => {
    void look();
    const timer = setInterval(look, LOOK_MILLIS);
    return () => clearInterval(timer);
  }, []);
  return [latest, look];
}

/** Sends a request, tells what came of it, and shows the request itself. */
export interface Actions {
  busy: boolean;
  done: string;
  call: string;
  problem: Problem | null;
  /** Answers what was answered, or null where it was refused. */
  run: <T>(said: string | ((answer: T) => string), method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<T | null>;
}

function described(method: string, path: string, body: unknown, headers: Record<string, string>): string {
  const lines = [`${method} /api/v1${path}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  if (body !== undefined) {
    lines.push(body instanceof Blob ? '(the archive)' : JSON.stringify(body, (name, value: unknown) => (name === 'password' ? '…' : value)));
  }
  return lines.join('\n');
}

export function useActions(): Actions {
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState('');
  const [call, setCall] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);

  async function run<T>(said: string | ((answer: T) => string), method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T | null> {
    setBusy(true);
    setProblem(null);
    setDone('');
    setCall(described(method, path, body, headers));
    try {
      const answer = await api.call<T>(method, path, body, headers);
      setDone(typeof said === 'string' ? said : said(answer));
      return answer ?? ({} as T);
    } catch (failure) {
      setProblem(problemOf(failure));
      return null;
    } finally {
      setBusy(false);
    }
  }

  return { busy, done, call, problem, run };
}

/** What came of the last request, and the request. */
export function ActionBar({ actions }: { actions: Actions }) {
  return (
    <>
      <div class="toolbar">
        <p class="done" role="status">
          {actions.busy ? 'Working…' : actions.done}
        </p>
        {actions.call ? (
          <details class="call">
            <summary>The REST call</summary>
            <pre tabIndex={0}>
              <code>{actions.call}</code>
            </pre>
          </details>
        ) : null}
      </div>
      {actions.problem ? <ProblemBox problem={actions.problem} /> : null}
    </>
  );
}

export function Loading() {
  return (
    <p class="hint" role="status">
      Loading…
    </p>
  );
}
