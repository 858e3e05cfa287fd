/** A result of any length: only the rows in sight are in the document. */
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { StatementAnswer } from '../api';

const ROW = 30;
const BEYOND = 8;
const SAMPLE = 200;
const NUMERIC = /^(smallint|integer|bigint|numeric|real|double precision|oid)/;

export function Grid({ answer }: { answer: StatementAnswer }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(400);
  useLayoutEffect(() => {
    const element = scroller.current!;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    element.scrollTop = 0;
    setTop(0);
    return () => observer.disconnect();
  }, [answer]);
  const widths = useMemo(() => answer.columns.map((column, at) => width(answer, column.name, column.type, at)), [answer]);
  const columns = widths.map((characters) => `${characters}ch`).join(' ');
  const first = Math.max(0, Math.floor(top / ROW) - BEYOND);
  const last = Math.min(answer.rows.length, Math.ceil((top + height) / ROW) + BEYOND);
  return (
    <div
      class="grid"
      role="table"
      aria-label="Result"
      aria-rowcount={answer.rows.length + 1}
      aria-colcount={answer.columns.length}
      tabIndex={0}
      ref={scroller}
      onScroll={() => setTop(scroller.current!.scrollTop)}
    >
      <div class="grid-head" role="row" aria-rowindex={1} style={{ gridTemplateColumns: columns }}>
        {answer.columns.map((column, at) => (
          <div role="columnheader" key={at} class={NUMERIC.test(column.type) ? 'number' : ''}>
            {column.name} <small>{column.type}</small>
          </div>
        ))}
      </div>
      <div class="grid-body" role="rowgroup" style={{ height: `${answer.rows.length * ROW}px` }}>
        {answer.rows.slice(first, last).map((row, offset) => (
          <div
            role="row"
            key={first + offset}
            aria-rowindex={first + offset + 2}
            class="grid-row"
            style={{ gridTemplateColumns: columns, transform: `translateY(${(first + offset) * ROW}px)` }}
          >
            {row.map((value, at) => (
              <div role="cell" key={at} class={NUMERIC.test(answer.columns[at]!.type) ? 'number' : ''} title={value ?? undefined}>
                {value === null ? <span class="null">NULL</span> : value}
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

function width(answer: StatementAnswer, name: string, type: string, at: number): number {
  let longest = name.length + type.length * 0.8 + 2;
  for (const row of answer.rows.slice(0, SAMPLE)) {
    longest = Math.max(longest, row[at]?.length ?? 4);
  }
  return Math.min(60, Math.max(8, longest + 3));
}
