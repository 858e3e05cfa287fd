/** The last minutes of the overview, kept while the page is open. */
import { signal } from '@preact/signals';
import { type Overview, api, lost, reachable } from './api';

const KEPT = 300;
const EVENTS = '/api/v1/overview/events';

export const overviews = signal<Overview[]>([]);
const AGAIN_MILLIS = 2000;

/** Follows the server's events until the function answered is called. */
export function follow(): () => void {
  let source = open();
  let timer = 0;
  let over = false;
  function open(): EventSource {
    const opened = new EventSource(EVENTS);
    opened.addEventListener('overview', receive);
    opened.addEventListener('error', () => {
      if (opened.readyState === EventSource.CLOSED) {
        timer = window.setTimeout(reopen, AGAIN_MILLIS);
      } else {
        lost();
      }
    });
    return opened;
  }
  /** A refused stream stays closed; asking who is logged in tells why, and leads to the log-in where that is it. */
  function reopen() {
    api.current().then(
      () => {
        if (!over) {
          source = open();
        }
      },
      () => {
        if (!over) {
          timer = window.setTimeout(reopen, AGAIN_MILLIS);
        }
      },
    );
  }
  return () => {
    over = true;
    clearTimeout(timer);
    source.close();
  };
}

function receive(event: Event): void {
  reachable.value = true;
  const next = JSON.parse((event as MessageEvent<string>).data) as Overview;
  const before = overviews.value;
  const restarted = before.length > 0 && before[0]!.startedAt !== next.startedAt;
  overviews.value = [...(restarted ? [] : before), next].slice(-KEPT);
}

/** A counted figure as a rate per second between each two overviews. */
export function rate(of: (overview: Overview) => number): (number | null)[] {
  const all = overviews.value;
  return all.map((overview, at) => {
    const before = all[at - 1];
    if (!before) {
      return null;
    }
    const elapsed = (overview.time - before.time) / 1000;
    return elapsed > 0 ? Math.max(0, of(overview) - of(before)) / elapsed : 0;
  });
}

/** The mean seconds of what was measured between each two overviews, of all latencies of a name; null where nothing was. */
export function mean(name: string): (number | null)[] {
  const total = (overview: Overview | undefined, of: 'count' | 'sum') =>
    overview?.latencies.filter((latency) => latency.name === name).reduce((sum, latency) => sum + latency[of], 0) ?? 0;
  const all = overviews.value;
  return all.map((overview, at) => {
    const count = total(overview, 'count') - total(all[at - 1], 'count');
    return at > 0 && count > 0 ? (total(overview, 'sum') - total(all[at - 1], 'sum')) / count : null;
  });
}

export function values(of: (overview: Overview) => number | null): (number | null)[] {
  return overviews.value.map(of);
}
