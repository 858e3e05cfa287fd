/** What goes on: statements of all languages, who waits for whom, what was slow, what changes. */
import { useEffect, useState } from 'preact/hooks';
import { type LockParty, type LockWait, type Session, type SlowStatement, api } from '../api';
import { exact } from '../format';
import { ActionBar, type Actions, Loading, useActions, useLatest } from '../parts/actions';
import { Confirm } from '../parts/confirm';
import { Table } from '../parts/table';
import { Tabs } from '../parts/tabs';
import { Feed } from './feed';

const LONGEST_TEXT = 160;

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT)}…` : line;
}

function since(millis: number): string {
  return millis < 1000 ? `${Math.max(0, Math.round(millis))} ms` : millis < 120_000 ? `${(millis / 1000).toFixed(1)} s` : `${Math.round(millis / 60_000)} min`;
}

function EndSession({ id, what, actions, onClose }: { id: number; what: string; actions: Actions; onClose: () => void }) {
  async function end() {
    await actions.run(`Session ${id} was ended.`, 'DELETE', `/sessions/${id}`);
    onClose();
  }
  return (
    <Confirm title={`End session ${id}?`} verb="End it" busy={actions.busy} onDo={end} onClose={onClose}>
      <p>{what}</p>
      <p class="hint">What it runs stops, its transaction is rolled back, its connection is closed. To stop only what runs, cancel it instead.</p>
    </Confirm>
  );
}

// ---- running

function RunningTab({ actions }: { actions: Actions }) {
  const [sessions] = useLatest(() => api.get<Session[]>('/sessions'));
  const [all, setAll] = useState(false);
  const [ending, setEnding] = useState<Session | null>(null);
  if (sessions === null) {
    return <Loading />;
  }
  const now = Date.now();
  const shown = sessions.filter((one) => all || !one.state.startsWith('idle') || one.transaction !== 0).sort((a, b) => a.since - b.since);
  return (
    <section class="card" aria-label="Sessions">
      <label class="check">
        <input type="checkbox" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} /> Idle sessions too
      </label>
      <Table
        label="Sessions"
        rows={shown}
        keyOf={(one) => one.id}
        empty="Nobody works. Tick the box to see who is connected."
        columns={[
          { name: 'Session', number: true, show: (one) => one.id },
          { name: 'Protocol', show: (one) => one.protocol },
          { name: 'User', show: (one) => `${one.user}@${one.database}` },
          {
            name: 'State',
            show: (one) => (
              <>
                {one.state} {one.waiting ? <span class="badge warn">waits for a lock</span> : null}
              </>
            ),
          },
          { name: 'For', number: true, show: (one) => since(now - one.since) },
          { name: 'What', show: (one) => <code title={one.statement}>{short(one.statement)}</code> },
          {
            name: 'Stop',
            show: (one) => (
              <span class="actions">
                {one.state.startsWith('idle') ? null : (
                  <button type="button" aria-label={`Cancel what session ${one.id} runs`} onClick={() => actions.run(`Session ${one.id} was asked to stop what it runs.`, 'POST', `/sessions/${one.id}/cancel`)}>
                    Cancel
                  </button>
                )}
                <button type="button" aria-label={`End session ${one.id}`} onClick={() => setEnding(one)}>
                  End…
                </button>
              </span>
            ),
          },
        ]}
      />
      {ending ? <EndSession id={ending.id} what={`${ending.user} by ${ending.protocol} from ${ending.remoteAddress}: ${short(ending.statement) || ending.state}`} actions={actions} onClose={() => setEnding(null)} /> : null}
    </section>
  );
}

// ---- waiting

function Party({ party }: { party: LockParty }) {
  if (party.session === 0) {
    return <>{party.transaction === 0 ? party.name : `transaction ${party.transaction}, between two requests`}</>;
  }
  return (
    <>
      session {party.session} ({party.user} by {party.protocol}, {party.state}) <code title={party.statement}>{short(party.statement)}</code>
    </>
  );
}

function Wait({ wait, onEnd }: { wait: LockWait; onEnd: (party: LockParty) => void }) {
  return (
    <li class="feature wait">
      <div class="feature-text">
        <p>
          <Party party={wait.waiter} />
        </p>
        <p class="hint">
          has waited {since(wait.millis)} for <strong>{wait.mode}</strong> on {wait.object}, record {wait.key}
        </p>
        <ul class="users">
          {wait.blockers.map((blocker, at) => (
            <li key={at}>
              {blocker.holds ? 'held' : 'asked for before'} ({blocker.mode}) by <Party party={blocker.by} />
              {blocker.by.session === 0 ? null : (
                <button type="button" aria-label={`End session ${blocker.by.session}, which is in the way`} onClick={() => onEnd(blocker.by)}>
                  End…
                </button>
              )}
            </li>
          ))}
        </ul>
      </div>
    </li>
  );
}

function WaitingTab({ actions }: { actions: Actions }) {
  const [waits] = useLatest(() => api.get<LockWait[]>('/locks'));
  const [ending, setEnding] = useState<LockParty | null>(null);
  if (waits === null) {
    return <Loading />;
  }
  return (
    <section class="card" aria-label="Who waits for whom">
      {waits.length === 0 ? <p class="hint empty">Nobody waits for a lock.</p> : null}
      <ul class="features">
        {waits.map((wait) => (
          <Wait key={`${wait.waiter.transaction}-${wait.waiter.session}-${wait.object}-${wait.key}`} wait={wait} onEnd={setEnding} />
        ))}
      </ul>
      {ending ? <EndSession id={ending.session} what={`${ending.user} by ${ending.protocol} from ${ending.remoteAddress}: ${short(ending.statement) || ending.state}`} actions={actions} onClose={() => setEnding(null)} /> : null}
    </section>
  );
}

// ---- slow

function SlowTab({ actions }: { actions: Actions }) {
  const [slow] = useLatest(() => api.get<SlowStatement[]>('/slow-statements?count=200'));
  const [threshold, setThreshold] = useState<string | null>(null);
  useEffect(() => {
    api.get<{ milliseconds: number }>('/slow-statements/threshold').then((one) => setThreshold(String(one.milliseconds)), () => undefined);
  }, []);
  if (slow === null || threshold === null) {
    return <Loading />;
  }
  async function change(event: Event) {
    event.preventDefault();
    await actions.run(`Statements of ${threshold} ms and more are kept from now on.`, 'PUT', '/slow-statements/threshold', { milliseconds: Number(threshold) });
  }
  return (
    <div class="overview">
      <form class="card form" onSubmit={change}>
        <label>
          Slow is a statement of so many milliseconds
          <input type="number" min="0" required value={threshold} onInput={(event) => setThreshold(event.currentTarget.value)} />
        </label>
        <button type="submit" disabled={actions.busy}>
          Keep those
        </button>
        <p class="hint">Until the next start. Explain a statement in the query room to see why it is slow; an index is made by CREATE INDEX.</p>
      </form>
      <section class="card" aria-label="Slow statements">
        <Table
          label="Slow statements"
          rows={slow}
          keyOf={(one) => `${one.endedAt}-${one.session}-${one.text}`}
          empty="No statement was slow."
          columns={[
            { name: 'Ended', show: (one) => new Date(one.endedAt).toLocaleTimeString() },
            { name: 'Took', number: true, show: (one) => since(one.milliseconds) },
            { name: 'Rows', number: true, show: (one) => (one.rows < 0 ? '' : exact(one.rows)) },
            { name: 'User', show: (one) => `${one.user}@${one.database}` },
            { name: 'Protocol', show: (one) => one.protocol },
            {
              name: 'Statement',
              show: (one) => (
                <>
                  <code title={one.text}>{short(one.text)}</code> {one.failed ? <span class="badge warn">failed</span> : null}
                </>
              ),
            },
          ]}
        />
      </section>
    </div>
  );
}

export default function ActivityRoom() {
  const [tab, setTab] = useState('running');
  const actions = useActions();
  return (
    <>
      <ActionBar actions={actions} />
      <Tabs
        label="What to see"
        chosen={tab}
        onChoose={setTab}
        tabs={[
          { id: 'running', name: 'Running' },
          { id: 'waiting', name: 'Waiting' },
          { id: 'slow', name: 'Slow' },
          { id: 'changes', name: 'Changes' },
        ]}
      >
        {tab === 'running' ? <RunningTab actions={actions} /> : tab === 'waiting' ? <WaitingTab actions={actions} /> : tab === 'slow' ? <SlowTab actions={actions} /> : <Feed />}
      </Tabs>
    </>
  );
}
