/** The server's REST interface, as far as the console uses it. */
import { signal } from '@preact/signals';

export interface LoggedIn {
  user: string;
  superuser: boolean;
  database: string;
  csrfToken: string;
}

/** Where one can log in beside here. */
export interface Provider {
  name: string;
  title: string;
  address: string;
}

export interface Problem {
  title: string;
  status: number;
  detail: string;
  code: string;
  sqlState?: string;
  more?: string;
  hint?: string;
  position?: number;
}

export interface Feature {
  name: string;
  version: string;
  description: string;
  kind: string;
  installed: boolean;
  required: boolean;
  bundles: string[];
  dependents: string[];
  inUseBy: string[];
}

export interface Bundle {
  id: number;
  symbolicName: string;
  version: string;
  state: string;
  problem: string;
  services: string[];
}

export interface StatementAnswer {
  columns: { name: string; type: string }[];
  rows: (string | null)[][];
  tag: string;
  count: number;
  truncated: boolean;
  notices: { severity: string; message: string }[];
  milliseconds: number;
}

export interface Connection {
  id: number;
  protocol: string;
  remoteAddress: string;
  user: string;
  activity: string;
  openedAt: number;
  bytesIn: number;
  bytesOut: number;
}

export interface Protocol {
  name: string;
  state: string;
  connections: number;
  accepted: number;
  refused: number;
  requests: number;
  bytesIn: number;
  bytesOut: number;
}

export interface Session {
  id: number;
  user: string;
  database: string;
  protocol: string;
  remoteAddress: string;
  applicationName: string;
  state: string;
  statement: string;
  since: number;
  transaction: number;
  waiting: boolean;
}

export interface LockParty {
  transaction: number;
  name: string;
  session: number;
  user: string;
  protocol: string;
  remoteAddress: string;
  state: string;
  statement: string;
}

export interface LockWait {
  waiter: LockParty;
  object: string;
  key: string;
  mode: string;
  millis: number;
  blockers: { by: LockParty; mode: string; holds: boolean }[];
}

export interface SlowStatement {
  endedAt: number;
  session: number;
  user: string;
  database: string;
  protocol: string;
  text: string;
  milliseconds: number;
  rows: number;
  failed: boolean;
}

export interface ProtocolPort {
  name: string;
  address: string;
  port: number;
  tls: boolean;
  state: string;
  problem: string;
  connections: number;
  accepted: number;
  refused: number;
  limits?: { maxConnections: number; idleTimeoutMillis: number; authenticationTimeoutMillis: number; tls: string; proxyProtocol: boolean };
}

export interface Role {
  name: string;
  login: boolean;
  superuser: boolean;
  createDatabase: boolean;
  createRole: boolean;
  hasPassword: boolean;
  connectionLimit: number;
  validUntil?: string;
  memberOf: string[];
  comment: string;
}

export interface Grant {
  kind: string;
  object: string;
  privileges: string[];
  grantable: string[];
  by: string;
}

export interface ApiKey {
  id: string;
  name: string;
  user: string;
  scope: string;
  createdAt: string;
  expiresAt?: string;
  key?: string;
}

export interface AuditEntry {
  number: number;
  time: string;
  user: string;
  protocol: string;
  remoteAddress: string;
  action: string;
  object: string;
  allowed: boolean;
  detail: string;
  hash: string;
}

export interface Setting {
  key: string;
  value: string;
  defaultValue: string;
  origin: string;
  description: string;
  type: string;
  choices: string[];
  live: boolean;
  pending: string;
}

export interface Change {
  key: string;
  before: string;
  after: string;
  live: boolean;
}

export interface LogEntry {
  time: number;
  level: string;
  logger: string;
  thread: string;
  message: string;
}

export interface Collection {
  schema: string;
  name: string;
  kind: string;
  owner: string;
  open: boolean;
  primaryKey: string[];
  columns: { name: string; type: string; nullable: boolean; defaultValue: string; comment: string }[];
  indexes: { name: string; unique: boolean; columns: string[] }[];
  comment: string;
}

export interface Overview {
  version: string;
  startedAt: number;
  time: number;
  state: 'UP' | 'DEGRADED' | 'DOWN';
  health: { name: string; state: string; messages: string[] }[];
  waitingFor: string[];
  memory: { heapUsed: number; heapLimit: number; resident: number; dataUsed: number; dataLimit: number };
  store: { records: number; transactions: number; commits: number; rollbacks: number; deadlocks: number; serializationFailures: number; logBytes: number };
  sessions: number;
  protocols: Protocol[];
  latencies: { name: string; labels: Record<string, string>; count: number; sum: number; quantiles: Record<string, number> }[];
}

export interface Storage {
  dataDirectory: string;
  problems: string[];
  format: { written: number; newest: number };
  log: { bytes: number; position: number; durable: number; checkpoint: number; oldestSnapshotMillis: number };
  memory: { records: number; bytes: number; limit: number; hits: number; coldReads: number; evictions: number };
  disk: { free: number; size: number };
  engines: { name: string; available: boolean; forgets: boolean; position: number; entries: number; diskBytes: number; memoryBytes: number }[];
  databases: { name: string; engine: string }[];
  collections: { database: string; schema: string; name: string; engine: string; records: number }[];
}

export interface EngineMove {
  id: string;
  database: string;
  schema: string;
  name: string;
  engine: string;
  state: string;
  copied: number;
  total: number;
  startedAt: string;
  problem?: string;
}

export interface Backup {
  id: string;
  kind: string;
  continues?: string;
  state: string;
  phase?: string;
  bytes: number;
  position: number;
  takenAt: string;
  problem?: string;
}

export interface Transfer {
  id: string;
  database: string;
  format: string;
  state: string;
  phase?: string;
  rows: number;
  bytes: number;
  total: number;
  parts: { name: string; rows: number; done: boolean }[];
  startedAt: string;
  problem?: string;
}

/** Who is logged in: undefined before that is known, null when nobody is. */
export const session = signal<LoggedIn | null | undefined>(undefined);

/** True once a log-in has ended by itself, until the next one. */
export const expired = signal(false);

/** Whether the server answered the last time it was asked. */
export const reachable = signal(true);

const PROBE_MILLIS = 2000;

/** Asks whether the server is back until it is. */
function probe(): void {
  setTimeout(async () => {
    const back = await fetch('/live').then(
      (response) => response.ok,
      () => false,
    );
    if (back) {
      reachable.value = true;
    } else {
      probe();
    }
  }, PROBE_MILLIS);
}

/** The server did not answer: says so, and asks again until it does. */
export function lost(): void {
  if (reachable.value) {
    reachable.value = false;
    probe();
  }
}

export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

export function problemOf(failure: unknown): Problem {
  return failure instanceof Refusal
    ? failure.problem
    : { title: 'No answer', status: 0, code: 'IO_ERROR', detail: 'The server does not answer.', hint: 'Whether the request was carried out is not known.' };
}

async function send(method: string, path: string, body?: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
  const token = session.value?.csrfToken;
  const response = await fetch(path, {
    method,
    headers: token && method !== 'GET' ? { ...headers, 'X-CSRF-Token': token } : headers,
    ...(body === undefined ? {} : { body }),
  }).catch((failure: unknown) => {
    lost();
    throw failure;
  });
  reachable.value = true;
  if (!response.ok) {
    const problem = (await response.json().catch(() => null)) as Problem | null;
    if (response.status === 401 && session.value) {
      expired.value = true;
      session.value = null;
    }
    throw new Refusal(
      problem ?? { title: response.statusText, status: response.status, code: '', detail: `${method} ${path}: ${response.status}` },
    );
  }
  return response;
}

async function json<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const response =
    body === undefined
      ? await send(method, path, undefined, headers)
      : await send(method, path, JSON.stringify(body), { 'Content-Type': 'application/json', ...headers });
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
}

const V1 = '/api/v1';
const feature = (name: string) => `${V1}/features/${encodeURIComponent(name)}`;

export const api = {
  current: () => json<LoggedIn>('GET', `${V1}/session`),
  logIn: (user: string, password: string) => json<LoggedIn>('POST', `${V1}/session`, { user, password }),
  providers: () => json<Provider[]>('GET', `${V1}/session/providers`),
  logOut: () => json<void>('DELETE', `${V1}/session`),
  features: () => json<Feature[]>('GET', `${V1}/features`),
  bundles: () => json<Bundle[]>('GET', `${V1}/bundles`),
  install: (name: string) => json<Feature>('POST', feature(name)),
  uninstall: (name: string, force: boolean) => json<Feature>('DELETE', `${feature(name)}?force=${force}`),
  upgrade: (name: string, version: string) =>
    json<Feature>('POST', `${feature(name)}?version=${encodeURIComponent(version)}`),
  upload: async (archive: Blob, sha256: string) => {
    const headers: Record<string, string> = { 'Content-Type': 'application/octet-stream' };
    if (sha256) {
      headers['X-SHA256'] = sha256;
    }
    return (await (await send('POST', `${V1}/features`, archive, headers)).json()) as Feature[];
  },
  storage: () => json<Storage>('GET', `${V1}/storage`),
  moves: () => json<EngineMove[]>('GET', `${V1}/storage/moves`),
  backups: () => json<Backup[]>('GET', `${V1}/backups`),
  transfers: (kind: string) => json<Transfer[]>('GET', `${V1}/${kind}`),
  databases: () => json<{ name: string; engine: string }[]>('GET', `${V1}/databases`),
  /** Any request of a room that shows what it sends. */
  call: <T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    body instanceof Blob
      ? send(method, V1 + path, body, { 'Content-Type': 'application/zip', ...headers }).then((response) => response.json() as Promise<T>)
      : json<T>(method, V1 + path, body, headers),
  get: <T>(path: string) => json<T>('GET', V1 + path),
  /** What has an entity tag. */
  tagged: async <T>(path: string) => {
    const response = await send('GET', V1 + path);
    return { body: (await response.json()) as T, tag: response.headers.get('ETag') ?? '' };
  },
  connections: () => json<Connection[]>('GET', `${V1}/connections`),
  script: (text: string, id: string, language: string) => json<{ results: StatementAnswer[] }>('POST', `${V1}/scripts`, { text, id, language, values: 'text' }),
  analyze: (text: string, id: string) => json<StatementAnswer>('POST', `${V1}/statements`, { text: `EXPLAIN ANALYZE ${text}`, id, values: 'text' }),
  explain: (text: string, id: string) => json<StatementAnswer>('POST', `${V1}/statements`, { text, id, explain: true, values: 'text' }),
  stop: (id: string) => json<void>('DELETE', `${V1}/statements/${id}`),
  /** For a page that is going: nobody waits for the answer. */
  stopLeaving: (id: string) =>
    void fetch(`${V1}/statements/${id}`, { method: 'DELETE', keepalive: true, headers: { 'X-CSRF-Token': session.value?.csrfToken ?? '' } }),
  redis: (words: string[]) => json<{ reply: unknown }>('POST', `${V1}/redis`, { arguments: words }),
};
