/** A plan as a table: what was expected beside what came, where it ran. */
import { exact } from '../format';
import { Table } from './table';

interface Step {
  number: number;
  depth: number;
  name: string;
  expected: number | null;
  came: number | null;
  millis: number | null;
  loops: number;
}

const NODE = /^(\s*)(?:->\s+)?(.*?)\s+\((?:cost=\S+\s+)?rows=(\d+)[^)]*\)(?:\s+\((?:actual\s+)?(?:time=[\d.]*?\.\.([\d.]+)\s+)?rows=([\d.]+)(?:\s+loops=(\d+))?[^)]*\))?/;
const FAR_OFF = 10;

export function steps(plan: string): Step[] {
  return plan.split('\n').flatMap((line, number) => {
    const found = NODE.exec(line);
    return found ? [{ number, depth: Math.floor((found[1] ?? '').length / 2), name: found[2]!, expected: Number(found[3]), came: found[5] === undefined ? null : Number(found[5]), millis: found[4] === undefined ? null : Number(found[4]), loops: Number(found[6] ?? 1) }] : [];
  });
}

function off(step: Step): string {
  if (step.came === null || step.expected === null) {
    return '';
  }
  const ratio = Math.max(step.came, 1) / Math.max(step.expected, 1);
  return ratio >= FAR_OFF ? `${exact(Math.round(ratio))} times more` : ratio <= 1 / FAR_OFF ? `${exact(Math.round(1 / ratio))} times fewer` : '';
}

export function Plan({ plan }: { plan: string }) {
  const all = steps(plan);
  return (
    <div class="plan">
      {all.length > 0 ? (
        <Table
          label="Steps of the plan"
          rows={all}
          keyOf={(step) => step.number}
          empty=""
          columns={[
            { name: 'Step', show: (step) => <span class={`depth-${Math.min(step.depth, 8)}`}>{step.name}</span> },
            { name: 'Rows expected', number: true, show: (step) => (step.expected === null ? '' : exact(step.expected)) },
            { name: 'Rows that came', number: true, show: (step) => (step.came === null ? 'not run' : exact(step.came)) },
            { name: 'Off by', show: (step) => (off(step) ? <span class="badge warn">{off(step)}</span> : '') },
            { name: 'Milliseconds', number: true, show: (step) => (step.millis === null ? '' : step.millis.toFixed(2)) },
            { name: 'Times', number: true, show: (step) => (step.came === null ? '' : exact(step.loops)) },
          ]}
        />
      ) : null}
      <pre class="replies" tabIndex={0} role="region" aria-label="Plan">
        {plan}
      </pre>
    </div>
  );
}
