/** The first columns of a result as a picture: bars by name, or lines along a number or a time. */
import type { StatementAnswer } from '../api';
import { isNumeric } from '../files';
import { exact } from '../format';

const WIDTH = 800;
const HEIGHT = 320;
const LEFT = 70;
const BOTTOM = 40;
const MOST_BARS = 40;
const MOST_POINTS = 2000;
const MOST_LINES = 3;

interface Series {
  name: string;
  values: number[];
}

function short(text: string): string {
  return text.length > 12 ? `${text.slice(0, 11)}…` : text;
}

export function Picture({ answer }: { answer: StatementAnswer }) {
  const numeric = answer.columns.map((column, at) => ({ column, at })).filter(({ column }) => isNumeric(column.type));
  const labelled = answer.columns.length > 1 ? 0 : -1;
  const lines: Series[] = numeric
    .filter(({ at }) => at !== labelled)
    .slice(0, MOST_LINES)
    .map(({ column, at }) => ({ name: column.name, values: answer.rows.slice(0, MOST_POINTS).map((row) => Number(row[at] ?? 0)) }));
  if (lines.length === 0 || answer.rows.length === 0) {
    return <p class="hint empty">A picture needs rows with a column of numbers, and before it a name, a number or a time.</p>;
  }
  const along = labelled >= 0 ? answer.columns[0]! : null;
  const continuous = along === null || isNumeric(along.type) || /^(date|time)/.test(along.type);
  const count = Math.min(answer.rows.length, continuous ? MOST_POINTS : MOST_BARS);
  const names = answer.rows.slice(0, count).map((row, at) => (labelled >= 0 ? (row[0] ?? 'NULL') : String(at + 1)));
  const all = lines.flatMap((line) => line.values.slice(0, count));
  const least = Math.min(0, ...all);
  const most = Math.max(0, ...all) === least ? least + 1 : Math.max(0, ...all);
  const x = (at: number) => LEFT + ((at + 0.5) * (WIDTH - LEFT - 10)) / count;
  const y = (value: number) => 10 + ((most - value) * (HEIGHT - BOTTOM - 10)) / (most - least);
  const bar = ((WIDTH - LEFT - 10) / count) * (0.8 / lines.length);
  const every = Math.ceil(count / 12);
  const said = `${lines.map((line) => line.name).join(', ')} of ${exact(count)} rows, from ${exact(Math.min(...all))} to ${exact(Math.max(...all))}`;
  return (
    <figure class="picture">
      <figcaption class="hint">
        {lines.map((line, number) => (
          <span key={line.name} class={`key series-${number + 1}`}>
            {line.name}
          </span>
        ))}
        {answer.rows.length > count ? ` the first ${exact(count)} rows` : ''}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={said}>
        {[least, (least + most) / 2, most].map((value) => (
          <g key={value}>
            <line class="rule" x1={LEFT} x2={WIDTH - 10} y1={y(value)} y2={y(value)} />
            <text x={LEFT - 8} y={y(value) + 4} text-anchor="end">
              {Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 2 }).format(value)}
            </text>
          </g>
        ))}
        {lines.map((line, number) =>
          continuous && count > 1 ? (
            <polyline key={line.name} class={`line series-${number + 1}`} points={line.values.slice(0, count).map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(' ')} />
          ) : (
            line.values.slice(0, count).map((value, at) => (
              <rect key={`${line.name}-${at}`} class={`bar series-${number + 1}`} x={x(at) - (bar * lines.length) / 2 + bar * number} y={Math.min(y(value), y(0))} width={bar} height={Math.max(1, Math.abs(y(value) - y(0)))} />
            ))
          ),
        )}
        {names.map((name, at) =>
          at % every === 0 ? (
            <text key={at} x={x(at)} y={HEIGHT - BOTTOM + 20} text-anchor="middle">
              {short(name)}
            </text>
          ) : null,
        )}
      </svg>
    </figure>
  );
}
