import type { ComponentChildren } from 'preact';

export interface TableColumn<T> {
  name: string;
  number?: boolean;
  show: (row: T) => ComponentChildren;
}

/** A table that scrolls by itself where it is wide; its first column names the rows. */
export function Table<T>({ label, columns, rows, keyOf, empty }: { label: string; columns: TableColumn<T>[]; rows: T[]; keyOf: (row: T) => string | number; empty: string }) {
  if (rows.length === 0) {
    return <p class="hint empty">{empty}</p>;
  }
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={label}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" key={column.name} class={column.number ? 'number' : undefined}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column, at) =>
                at === 0 ? (
                  <th scope="row" key={column.name} class={column.number ? 'number' : undefined}>
                    {column.show(row)}
                  </th>
                ) : (
                  <td key={column.name} class={column.number ? 'number' : undefined}>
                    {column.show(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
