/** A demo data set, and one record by every protocol in a minute, with the commands to repeat it. */
import { useState } from 'preact/hooks';
import { type StatementAnswer, api, problemOf } from '../api';
import { exact } from '../format';
import { formatReply, splitCommand } from '../redis';

const DATA = `CREATE SCHEMA IF NOT EXISTS demo;
CREATE TABLE IF NOT EXISTS demo.planets(id int PRIMARY KEY, name text NOT NULL UNIQUE, days numeric, rings boolean DEFAULT false);
CREATE TABLE IF NOT EXISTS demo.sightings(id int PRIMARY KEY, planet int REFERENCES demo.planets, seen timestamptz, magnitude numeric);
INSERT INTO demo.planets VALUES (1, 'Mercury', 88, false), (2, 'Venus', 224.7, false), (3, 'Earth', 365.2, false), (4, 'Mars', 687, false), (5, 'Jupiter', 4331, true), (6, 'Saturn', 10747, true), (7, 'Uranus', 30589, true), (8, 'Neptune', 59800, true) ON CONFLICT DO NOTHING;
INSERT INTO demo.sightings SELECT n, 1 + n % 8, timestamptz '2026-01-01' + n * interval '3 hours', round((n * 7919 % 1000) / 100.0, 2) FROM generate_series(1, 1000) AS g(n) ON CONFLICT DO NOTHING`;
const GONE = 'DROP TABLE IF EXISTS demo.sightings; DROP TABLE IF EXISTS demo.planets; DROP SCHEMA IF EXISTS demo';

interface Step {
  title: string;
  by: 'SQL' | 'Redis' | 'REST';
  text: string;
}

const STEPS: Step[] = [
  { title: 'Write a record by Redis', by: 'Redis', text: 'HSET demo.planets:9 name Pluto days 90560' },
  { title: 'It is a row', by: 'SQL', text: 'SELECT id, name, days, rings FROM demo.planets WHERE id = 9' },
  { title: 'Change it by SQL', by: 'SQL', text: "UPDATE demo.planets SET name = 'Pluto, a dwarf', rings = false WHERE id = 9" },
  { title: 'It is a hash', by: 'Redis', text: 'HGETALL demo.planets:9' },
  { title: 'It is a JSON object', by: 'REST', text: 'GET /api/v1/collections/demo/planets/records/9' },
  { title: 'The table decides what it takes, whoever writes', by: 'Redis', text: 'HSET demo.planets:9 days many' },
  { title: 'Remove it by Redis', by: 'Redis', text: 'DEL demo.planets:9' },
  { title: 'The row is gone', by: 'SQL', text: 'SELECT count(*) FROM demo.planets WHERE id = 9' },
];

function table(answer: StatementAnswer): string {
  if (answer.columns.length === 0) {
    return `${answer.tag} ${answer.count}`;
  }
  return [answer.columns.map((column) => column.name), ...answer.rows.map((row) => row.map((value) => value ?? 'NULL'))].map((cells) => cells.join(' | ')).join('\n');
}

async function answerOf(step: Step): Promise<string> {
  try {
    switch (step.by) {
      case 'SQL':
        return table(await api.call<StatementAnswer>('POST', '/statements', { text: step.text, values: 'text' }));
      case 'Redis':
        return formatReply((await api.redis(splitCommand(step.text))).reply);
      case 'REST':
        return JSON.stringify(await api.get(step.text.replace(/^GET \/api\/v1/, '')), null, 2);
    }
  } catch (failure) {
    return `(error) ${problemOf(failure).detail}`;
  }
}

/** What one types outside of the browser to do the same. */
function elsewhere(step: Step): string {
  switch (step.by) {
    case 'SQL':
      return `./orbit sql -e ${JSON.stringify(step.text)}`;
    case 'Redis':
      return `./orbit redis ${step.text}`;
    case 'REST':
      return `curl -u orbit:$ORBIT_PASSWORD ${location.origin}${step.text.replace('GET ', '')}`;
  }
}

export default function WelcomeRoom() {
  const [state, setState] = useState('');
  const [busy, setBusy] = useState(false);
  const [answers, setAnswers] = useState<string[]>([]);
  async function script(text: string, said: string) {
    setBusy(true);
    try {
      await api.call('POST', '/scripts', { text });
      setState(said);
    } catch (failure) {
      setState(problemOf(failure).detail);
    }
    setBusy(false);
  }
  async function tour() {
    setBusy(true);
    await script(DATA, 'The demo data set is there.');
    setBusy(true);
    const shown: string[] = [];
    for (const step of STEPS) {
      shown.push(await answerOf(step));
      setAnswers([...shown]);
    }
    setBusy(false);
  }
  return (
    <div class="overview">
      <section class="card stacked" aria-label="Welcome">
        <p>One database that speaks every protocol: a row of a SQL table is a hash in Redis and a JSON object over HTTP, with the same constraints and the same rights.</p>
        <div class="actions">
          <button type="button" class="primary" disabled={busy} onClick={tour}>
            Take the tour
          </button>
          <button type="button" disabled={busy} onClick={() => script(DATA, `The demo data set is there: demo.planets, and ${exact(1000)} rows in demo.sightings.`)}>
            Make the demo data set
          </button>
          <button
            type="button"
            disabled={busy}
            onClick={async () => {
              setAnswers([]);
              await script(GONE, 'The demo data set is gone.');
            }}
          >
            Remove it
          </button>
          <span class="hint" role="status">
            {state}
          </span>
        </div>
      </section>
      <ol class="tour">
        {STEPS.map((step, at) => (
          <li key={step.title} class="card">
            <h2>
              {step.title} <span class="badge">{step.by}</span>
            </h2>
            <pre class="command" tabIndex={0}>
              <code>{step.text}</code>
            </pre>
            {answers[at] === undefined ? null : (
              <pre class="value" tabIndex={0}>
                {answers[at]}
              </pre>
            )}
            <details>
              <summary>On a command line</summary>
              <pre class="command" tabIndex={0}>
                <code>{elsewhere(step)}</code>
              </pre>
            </details>
          </li>
        ))}
      </ol>
    </div>
  );
}
