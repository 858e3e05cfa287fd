/** Results as files, and files as rows. */
import type { StatementAnswer } from './api';

/** Hands a text to the browser as a file. */
export function download(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

function field(value: string | null): string {
  return value === null ? '' : value === '' || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** As PostgreSQL's CSV: NULL is nothing, an empty text two quotes. */
export function csvOf(answer: StatementAnswer): string {
  return [answer.columns.map((column) => field(column.name)), ...answer.rows.map((row) => row.map(field))].map((cells) => `${cells.join(',')}\n`).join('');
}

const NUMERIC = /^(smallint|integer|bigint|numeric|real|double precision|oid)/;

/** Whether the texts of a type are numbers. */
export function isNumeric(type: string): boolean {
  return NUMERIC.test(type);
}

/** A value as JSON has it, where no digit of it is lost by that. */
function valueOf(text: string | null, type: string): unknown {
  if (text === null) {
    return null;
  }
  if (isNumeric(type)) {
    const number = Number(text);
    return Number.isFinite(number) && String(number) === text ? number : text;
  }
  if (type === 'boolean') {
    return text === 't' || text === 'true';
  }
  if (type === 'json' || type === 'jsonb') {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return text;
    }
  }
  return text;
}

export function jsonOf(answer: StatementAnswer): string {
  const rows = answer.rows.map((row) => Object.fromEntries(answer.columns.map((column, at) => [column.name, valueOf(row[at] ?? null, column.type)])));
  return JSON.stringify(rows, null, 2);
}

/** Lines of CSV (RFC 4180) by their header; what stands in no quotes and is nothing is null. */
export function parseCsv(text: string): Record<string, string | null>[] {
  const lines: (string | null)[][] = [];
  let line: (string | null)[] = [];
  let at = 0;
  while (at < text.length) {
    let value: string | null = '';
    if (text[at] === '"') {
      at++;
      while (at < text.length && (text[at] !== '"' || text[at + 1] === '"')) {
        value += text[at];
        at += text[at] === '"' ? 2 : 1;
      }
      if (at >= text.length) {
        throw new Error(`a quote in line ${lines.length + 1} is not closed`);
      }
      at++;
    } else {
      const end = text.slice(at).search(/[,\r\n]/);
      value = text.slice(at, end < 0 ? undefined : at + end);
      at = end < 0 ? text.length : at + end;
      value = value === '' ? null : value;
    }
    line.push(value);
    if (text[at] === ',') {
      at++;
      if (at === text.length) {
        line.push(null);
      }
    } else {
      at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
      lines.push(line);
      line = [];
    }
  }
  if (line.length > 0) {
    lines.push(line);
  }
  const [header, ...rows] = lines;
  return rows.map((row, number) => {
    if (row.length !== header!.length) {
      throw new Error(`line ${number + 2} has ${row.length} fields, the header ${header!.length}`);
    }
    return Object.fromEntries(header!.map((name, column) => [name ?? '', row[column] ?? null]));
  });
}

/** An array of objects, one object a line, or CSV, by the file's name. */
export function parseRows(name: string, text: string): Record<string, unknown>[] {
  if (!/\.(json|ndjson|jsonl)$/i.test(name)) {
    return parseCsv(text.replace(/^\uFEFF/, ''));
  }
  const trimmed = text.trim();
  const all: unknown = trimmed.startsWith('[') ? JSON.parse(trimmed) : trimmed.split('\n').filter(Boolean).map((line) => JSON.parse(line) as unknown);
  if (!Array.isArray(all) || !all.every((one) => one !== null && typeof one === 'object' && !Array.isArray(one))) {
    throw new Error('the file must hold objects: an array of them, or one a line');
  }
  return all as Record<string, unknown>[];
}
