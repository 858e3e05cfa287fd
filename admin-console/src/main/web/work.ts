/** What a user has in hand in the query room: it stays when they look elsewhere, and when their log-in ends. */
import { signal } from '@preact/signals';
import { type Problem, type StatementAnswer, api, problemOf, session } from './api';
import { formatReply, splitCommand } from './redis';
import { remember as shelve } from './shelf';

export interface Reply {
  command: string;
  text: string;
  failed: boolean;
}

export interface Outcome {
  /** Counts the runs, so that each begins afresh in the room. */
  run: number;
  answers: StatementAnswer[];
  plan: string;
  replies: Reply[];
  problem: Problem | null;
  /** Where in the text the mistake is. */
  position: number | null;
}

export interface Running {
  id: string;
  since: number;
  stopping: boolean;
}

const NOTHING: Outcome = { run: 0, answers: [], plan: '', replies: [], problem: null, position: null };
const FIRST: Record<string, string> = { sql: 'SELECT 1 AS one;\n', redis: 'PING\n' };
const KEY = 'orbit.query.';
const ANALYZE = 'EXPLAIN ANALYZE ';
const AGAIN_MILLIS = 300;

export const language = signal('sql');
export const tab = signal('result');
export const outcome = signal(NOTHING);
export const running = signal<Running | null>(null);

/** Each user's own, so that who logs in next does not see it. */
function key(of: string): string {
  return `${KEY}${session.value?.user ?? ''}.${of}`;
}

let owner = '';

/** The text as it was left. What another user left in hand is dropped. */
export function remembered(of: string): string {
  const user = session.value?.user ?? '';
  if (owner !== user) {
    owner = user;
    outcome.value = NOTHING;
    language.value = 'sql';
  }
  return sessionStorage.getItem(key(of)) ?? FIRST[of] ?? '';
}

export function remember(of: string, text: string): void {
  sessionStorage.setItem(key(of), text);
}

/** Who logs out leaves nothing behind. */
export function forget(): void {
  for (const name of Object.keys(sessionStorage).filter((one) => one.startsWith(KEY))) {
    sessionStorage.removeItem(name);
  }
  outcome.value = NOTHING;
}

/** Runs a text, or explains it; `offset` is where it begins in the editor. */
export async function run(text: string, offset: number, explain: false | 'explain' | 'analyze'): Promise<void> {
  const id = `console-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  running.value = { id, since: performance.now(), stopping: false };
  shelve(language.value, text);
  const next = { ...NOTHING, run: outcome.value.run + 1, plan: explain || language.value === 'redis' ? '' : outcome.value.plan };
  try {
    if (language.value === 'redis') {
      outcome.value = { ...next, replies: await runRedis(text) };
    } else if (explain) {
      const one = text.trim().replace(/;$/, '');
      const lead = text.length - text.trimStart().length - (explain === 'analyze' ? ANALYZE.length : 0);
      const plan = await (explain === 'analyze' ? api.analyze(one, id) : api.explain(one, id)).catch((failure) => Promise.reject(shifted(failure, lead)));
      outcome.value = { ...next, plan: plan.rows.map((row) => row[0] ?? '').join('\n') };
      tab.value = 'plan';
    } else {
      outcome.value = { ...next, answers: (await api.script(text, id, language.value)).results };
      tab.value = 'result';
    }
  } catch (failure) {
    const problem = problemOf(failure);
    outcome.value = { ...next, problem, position: problem.position === undefined ? null : problem.position + offset };
    tab.value = explain ? 'plan' : 'result';
  }
  running.value = null;
}

function shifted(failure: unknown, by: number): unknown {
  const problem = problemOf(failure);
  if (problem.position !== undefined) {
    problem.position += by;
  }
  return failure;
}

async function runRedis(text: string): Promise<Reply[]> {
  const replies: Reply[] = [];
  for (const line of text.split('\n')) {
    const words = splitCommand(line);
    if (words.length > 0 && !running.value?.stopping) {
      const command = line.trim();
      try {
        replies.push({ command, text: formatReply((await api.redis(words)).reply), failed: false });
      } catch (failure) {
        replies.push({ command, text: `(error) ${problemOf(failure).detail}`, failed: true });
      }
    }
  }
  return replies;
}

/** Asks what runs to stop; its answer tells when it has. */
export function stop(): void {
  const now = running.value;
  if (now && !now.stopping) {
    running.value = { ...now, stopping: true };
    if (language.value !== 'redis') {
      void ask(now.id);
    }
  }
}

/** Until it has stopped: the first request may overtake the statement's own. */
async function ask(id: string): Promise<void> {
  await api.stop(id).catch(() => undefined);
  setTimeout(() => running.value?.id === id && void ask(id), AGAIN_MILLIS);
}

addEventListener('pagehide', () => {
  if (running.value && language.value !== 'redis') {
    api.stopLeaving(running.value.id);
  }
});
