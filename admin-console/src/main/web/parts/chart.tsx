/** A line chart of the last minutes. What it shows is also said in words, for those who do not see it. */
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { theme } from '../theme';

export interface Line {
  name: string;
  /** Name of a custom property of the style sheet. */
  colour: string;
}

export interface Points {
  times: number[];
  values: (number | null)[][];
}

const HEIGHT = 190;
const SECONDS = 300;
const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export function Chart({ title, lines, points, unit, least = 0 }: { title: string; lines: Line[]; points: Points; unit: (value: number) => string; least?: number }) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const names = lines.map((line) => line.name).join();
  useEffect(() => {
    const element = place.current!;
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const axis = { stroke: colour('--text-quiet'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: '12px system-ui' };
    const created = new uPlot(
      {
        width: element.clientWidth || 400,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        padding: [8, 8, 0, 0],
        axes: [
          { ...axis, space: 90, size: 28, values: (_, splits) => splits.map((time) => TIME.format(time * 1000)) },
          { ...axis, size: 72, values: (_, splits) => splits.map(unit) },
        ],
        scales: { x: { range: (_, __, most) => [most - SECONDS, most] }, y: { range: (_, __, most) => [0, Math.max(most * 1.15, least, 1e-9)] } },
        series: [{}, ...lines.map((line) => ({ label: line.name, stroke: colour(line.colour), width: 2, points: { show: false } }))],
      },
      [points.times, ...points.values] as uPlot.AlignedData,
      element,
    );
    plot.current = created;
    const observer = new ResizeObserver(() => created.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      created.destroy();
    };
  }, [names, theme.value]);
  useEffect(() => {
    plot.current?.setData([points.times, ...points.values] as uPlot.AlignedData);
  }, [points]);
  const now = lines.map((line, at) => ({ ...line, text: last(points.values[at], unit) }));
  return (
    <section class="card chart" aria-label={title}>
      <h2>{title}</h2>
      <ul class="legend">
        {now.map((line) => (
          <li key={line.name}>
            <svg viewBox="0 0 14 4" width="14" height="4" aria-hidden="true">
              <rect width="14" height="4" rx="2" class={`ink ink${line.colour}`} />
            </svg>
            {line.name} <strong>{line.text}</strong>
          </li>
        ))}
      </ul>
      <div ref={place} class="plot" role="img" aria-label={`${title}: ${now.map((line) => `${line.name} ${line.text}`).join(', ')}`} />
    </section>
  );
}

function last(values: (number | null)[] | undefined, unit: (value: number) => string): string {
  const value = values?.at(-1);
  return value === null || value === undefined ? '–' : unit(value);
}
