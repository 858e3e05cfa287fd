import { useEffect } from 'preact/hooks';
import type { Overview } from '../api';
import { bytes, count, duration, perSecond, seconds } from '../format';
import { follow, mean, overviews, rate, values } from '../history';
import { Chart, type Points } from '../parts/chart';

const WORDS = { UP: 'Everything works', DEGRADED: 'Works, with something to look at', DOWN: 'Not working' };

function points(...lines: (number | null)[][]): Points {
  return { times: overviews.value.map((overview) => overview.time / 1000), values: lines };
}

function sum(overview: Overview, of: 'requests' | 'bytesIn' | 'bytesOut'): number {
  return overview.protocols.reduce((total, protocol) => total + protocol[of], 0);
}

/** What is measured, by its figure's name, as people call it. */
const KINDS: Record<string, string> = {
  orbit_db_query_duration_seconds: 'SQL by',
  orbit_redis_command_duration_seconds: 'Redis',
  orbit_http_request_duration_seconds: 'HTTP',
};
const MOST_KINDS = 10;

function State({ overview }: { overview: Overview }) {
  const messages = overview.health.flatMap((check) => check.messages.map((message) => `${check.name}: ${message}`));
  return (
    <section class={`card state state-${overview.state.toLowerCase()}`} aria-label="State">
      <div>
        <p class="state-word">
          <span class="dot" aria-hidden="true" /> {WORDS[overview.state]}
        </p>
        <p class="hint">
          Orbit {overview.version}, up {duration(overview.time - overview.startedAt)}
        </p>
      </div>
      {[...messages, ...overview.waitingFor.map((one) => `waiting for ${one}`)].map((message) => (
        <p key={message} class="message">
          {message}
        </p>
      ))}
    </section>
  );
}

function Figures({ overview }: { overview: Overview }) {
  const figures: [string, string][] = [
    ['Records', count(overview.store.records)],
    ['Sessions', count(overview.sessions)],
    ['Transactions', count(overview.store.transactions)],
    ['Commits', count(overview.store.commits)],
    ['Rollbacks', count(overview.store.rollbacks)],
    ['Commit log', bytes(overview.store.logBytes)],
  ];
  return (
    <dl class="figures">
      {figures.map(([name, value]) => (
        <div class="card" key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Protocols({ overview }: { overview: Overview }) {
  return (
    <section class="card" aria-labelledby="protocols">
      <h2 id="protocols">Protocols</h2>
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="protocols">
        <table>
          <thead>
            <tr>
              <th scope="col">Protocol</th>
              <th scope="col">State</th>
              <th scope="col" class="number">Connections</th>
              <th scope="col" class="number">Requests</th>
              <th scope="col" class="number">In</th>
              <th scope="col" class="number">Out</th>
            </tr>
          </thead>
          <tbody>
            {overview.protocols.map((protocol) => (
              <tr key={protocol.name}>
                <th scope="row">{protocol.name}</th>
                <td>
                  <span class={`badge ${protocol.state === 'listening' ? 'good' : 'warn'}`}>{protocol.state}</span>
                </td>
                <td class="number">{count(protocol.connections)}</td>
                <td class="number">{count(protocol.requests)}</td>
                <td class="number">{bytes(protocol.bytesIn)}</td>
                <td class="number">{bytes(protocol.bytesOut)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Latencies({ overview }: { overview: Overview }) {
  const measured = overview.latencies
    .filter((latency) => latency.count > 0 && KINDS[latency.name])
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_KINDS);
  return measured.length === 0 ? null : (
    <section class="card" aria-labelledby="latencies">
      <h2 id="latencies">Latency since the start</h2>
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="latencies">
        <table>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col" class="number">Count</th>
              <th scope="col" class="number">Median</th>
              <th scope="col" class="number">99 %</th>
              <th scope="col" class="number">99.9 %</th>
            </tr>
          </thead>
          <tbody>
            {measured.map((latency) => {
              const name = [KINDS[latency.name], ...Object.values(latency.labels)].join(' ');
              return (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td class="number">{count(latency.count)}</td>
                  {['0.5', '0.99', '0.999'].map((quantile) => (
                    <td class="number" key={quantile}>
                      {seconds(latency.quantiles[quantile] ?? 0)}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Health({ overview }: { overview: Overview }) {
  return (
    <section class="card" aria-labelledby="health">
      <h2 id="health">Health</h2>
      <ul class="checks">
        {overview.health.map((check) => (
          <li key={check.name}>
            <span>{check.name}</span>
            <span class={`badge ${check.state === 'UP' ? 'good' : 'warn'}`}>{check.state.toLowerCase()}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export default function OverviewRoom() {
  useEffect(follow, []);
  const overview = overviews.value.at(-1);
  if (!overview) {
    return (
      <p class="hint" role="status">
        Waiting for the server…
      </p>
    );
  }
  return (
    <div class="overview">
      <State overview={overview} />
      <Figures overview={overview} />
      <div class="charts">
        <Chart
          title="Throughput"
          unit={perSecond}
          least={10}
          lines={[
            { name: 'Commits', colour: '--series-1' },
            { name: 'Requests', colour: '--series-2' },
          ]}
          points={points(rate((one) => one.store.commits), rate((one) => sum(one, 'requests')))}
        />
        <Chart
          title="Network"
          unit={(value) => `${bytes(value)}/s`}
          least={1024}
          lines={[
            { name: 'In', colour: '--series-1' },
            { name: 'Out', colour: '--series-2' },
          ]}
          points={points(rate((one) => sum(one, 'bytesIn')), rate((one) => sum(one, 'bytesOut')))}
        />
        <Chart
          title="Latency, mean"
          unit={seconds}
          lines={[
            { name: 'SQL', colour: '--series-1' },
            { name: 'Redis', colour: '--series-2' },
            { name: 'HTTP', colour: '--series-3' },
          ]}
          points={points(...Object.keys(KINDS).map(mean))}
        />
        <Chart
          title="Memory"
          unit={bytes}
          lines={[
            { name: 'Heap', colour: '--series-1' },
            { name: 'Data', colour: '--series-2' },
            { name: 'Process', colour: '--series-3' },
          ]}
          points={points(values((one) => one.memory.heapUsed), values((one) => one.memory.dataUsed), values((one) => one.memory.resident))}
        />
      </div>
      <div class="pair">
        <Protocols overview={overview} />
        <Health overview={overview} />
      </div>
      <Latencies overview={overview} />
    </div>
  );
}
