/** The last minutes of the overview, kept while the page is open. */
import { signal } from '@preact/signals';
import type { Overview } from './api';

const KEPT = 300;
const EVENTS = '/api/v1/overview/events';

export const overviews = signal<Overview[]>([]);
export const connected = signal(true);

/** Follows the server's events until the function answered is called. */
export function follow(): () => void {
  const source = new EventSource(EVENTS);
  source.addEventListener('overview', (event) => {
    connected.value = true;
    const next = JSON.parse((event as MessageEvent<string>).data) as Overview;
    const before = overviews.value;
    const restarted = before.length > 0 && before[0]!.startedAt !== next.startedAt;
    overviews.value = [...(restarted ? [] : before), next].slice(-KEPT);
  });
  source.addEventListener('error', () => (connected.value = false));
  return () => source.close();
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

export function values(of: (overview: Overview) => number | null): (number | null)[] {
  return overviews.value.map(of);
}
