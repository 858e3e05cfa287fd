/** A result of any length: only the rows in sight are in the document. Arrow keys go from cell to cell, Enter shows a whole value. */
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { StatementAnswer } from '../api';
import { exact } from '../format';
import { Dialog } from './dialog';

const ROW = 30;
const BEYOND = 8;
const SAMPLE = 200;
const SHOWN = 300;
const NUMERIC = /^(smallint|integer|bigint|numeric|real|double precision|oid)/;
const MARKS: Record<string, string> = { '\n': '↵', '\r': '␍', '\t': '⇥' };

interface Cell {
  row: number;
  column: number;
}

export function Grid({ answer }: { answer: StatementAnswer }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(400);
  const [active, setActive] = useState<Cell>({ row: 0, column: 0 });
  const [open, setOpen] = useState(false);
  useLayoutEffect(() => {
    const element = scroller.current!;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    element.scrollTop = 0;
    setTop(0);
    setActive({ row: 0, column: 0 });
    return () => observer.disconnect();
  }, [answer]);
  const widths = useMemo(() => answer.columns.map((column, at) => width(answer, column.name, column.type, at)), [answer]);
  const columns = widths.map((characters) => `${characters}ch`).join(' ');
  const first = Math.max(0, Math.floor(top / ROW) - BEYOND);
  const last = Math.min(answer.rows.length, Math.ceil((top + height) / ROW) + BEYOND);

  useLayoutEffect(() => show(scroller.current!, active), [active]);

  // From the cell of that moment: the next key may come before the last one is rendered.
  function move(to: (from: Cell) => Cell) {
    setActive((from) => {
      const { row, column } = to(from);
      return { row: clamp(row, answer.rows.length), column: clamp(column, answer.columns.length) };
    });
  }

  function keys(event: KeyboardEvent) {
    if (answer.rows.length === 0) {
      return;
    }
    const page = Math.max(1, Math.floor(height / ROW) - 2);
    const to: Record<string, () => void> = {
      ArrowUp: () => move(({ row, column }) => ({ row: row - 1, column })),
      ArrowDown: () => move(({ row, column }) => ({ row: row + 1, column })),
      ArrowLeft: () => move(({ row, column }) => ({ row, column: column - 1 })),
      ArrowRight: () => move(({ row, column }) => ({ row, column: column + 1 })),
      PageUp: () => move(({ row, column }) => ({ row: row - page, column })),
      PageDown: () => move(({ row, column }) => ({ row: row + page, column })),
      Home: () => move(({ row }) => ({ row: event.ctrlKey ? 0 : row, column: 0 })),
      End: () => move(({ row }) => ({ row: event.ctrlKey ? answer.rows.length : row, column: answer.columns.length })),
      Enter: () => setOpen(true),
    };
    if (to[event.key]) {
      event.preventDefault();
      to[event.key]!();
    }
  }

  return (
    <>
      <div
        class="grid"
        role="grid"
        aria-label="Result; Enter shows a whole value"
        aria-readonly
        aria-rowcount={answer.rows.length + 1}
        aria-colcount={answer.columns.length}
        aria-activedescendant={active.row >= first && active.row < last ? `cell-${active.row}-${active.column}` : undefined}
        tabIndex={0}
        ref={scroller}
        onKeyDown={keys}
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
          {answer.rows.slice(first, last).map((values, offset) => {
            const row = first + offset;
            return (
              <div role="row" key={row} aria-rowindex={row + 2} class="grid-row" style={{ gridTemplateColumns: columns, transform: `translateY(${row * ROW}px)` }}>
                {values.map((value, at) => (
                  <div
                    role="gridcell"
                    key={at}
                    id={`cell-${row}-${at}`}
                    class={`${NUMERIC.test(answer.columns[at]!.type) ? 'number' : ''} ${active.row === row && active.column === at ? 'active' : ''}`}
                    onClick={() => setActive({ row, column: at })}
                    onDblClick={() => setOpen(true)}
                  >
                    {value === null ? <span class="null">NULL</span> : shown(value)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
        {answer.rows.length === 0 ? <p class="hint none">No rows.</p> : null}
      </div>
      {open ? <Value answer={answer} cell={active} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

/** Scrolls as far as a cell needs to be in sight. */
function show(scroller: HTMLElement, cell: Cell) {
  const above = cell.row * ROW;
  const sight = scroller.clientHeight - 2 * ROW;
  if (above < scroller.scrollTop) {
    scroller.scrollTop = above;
  } else if (above > scroller.scrollTop + sight) {
    scroller.scrollTop = above - sight;
  }
  const heading = scroller.querySelectorAll<HTMLElement>('[role=columnheader]')[cell.column];
  if (heading && heading.offsetLeft < scroller.scrollLeft) {
    scroller.scrollLeft = heading.offsetLeft;
  } else if (heading && heading.offsetLeft + heading.offsetWidth > scroller.scrollLeft + scroller.clientWidth) {
    scroller.scrollLeft = heading.offsetLeft + heading.offsetWidth - scroller.clientWidth;
  }
}

function clamp(value: number, size: number): number {
  return Math.min(Math.max(0, value), Math.max(0, size - 1));
}

/** One line of a value, what breaks lines made visible. */
function shown(value: string): string {
  const part = value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
  return part.replace(/[\n\r\t]/g, (mark) => MARKS[mark] ?? mark);
}

function Value({ answer, cell, onClose }: { answer: StatementAnswer; cell: Cell; onClose: () => void }) {
  const column = answer.columns[cell.column]!;
  const value = answer.rows[cell.row]?.[cell.column] ?? null;
  const what = value === null ? 'NULL: no value' : value === '' ? 'Empty: a text of no characters' : `${exact(value.length)} ${value.length === 1 ? 'character' : 'characters'}`;
  return (
    <Dialog title={column.name} onClose={onClose} wide>
      <p class="hint">
        {column.type}, row {exact(cell.row + 1)}. {what}
      </p>
      {value ? (
        <pre class="value" tabIndex={0}>
          {value}
        </pre>
      ) : null}
      <div class="actions">
        {value ? (
          <button type="button" onClick={() => void navigator.clipboard?.writeText(value)}>
            Copy
          </button>
        ) : null}
        <button type="button" class="primary" autofocus onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

function width(answer: StatementAnswer, name: string, type: string, at: number): number {
  let longest = name.length + type.length * 0.8 + 2;
  for (const row of answer.rows.slice(0, SAMPLE)) {
    longest = Math.max(longest, row[at]?.length ?? 4);
  }
  return Math.min(60, Math.max(8, longest + 3));
}
