/** Statements that were run or saved, in this browser, each user's own. */
import { session } from './api';

export interface Kept {
  name: string;
  language: string;
  text: string;
  at: number;
}

const MOST_RUN = 100;

function key(kind: 'history' | 'saved'): string {
  return `orbit.${kind}.${session.value?.user ?? ''}`;
}

function read(kind: 'history' | 'saved'): Kept[] {
  try {
    return JSON.parse(localStorage.getItem(key(kind)) ?? '[]') as Kept[];
  } catch {
    return [];
  }
}

function write(kind: 'history' | 'saved', all: Kept[]): void {
  localStorage.setItem(key(kind), JSON.stringify(all));
}

export const ran = () => read('history');
export const saved = () => read('saved');

/** Remembers what was run, the newest first; what may hold a password is nobody's to find. */
export function remember(language: string, text: string): void {
  if (!text.trim() || /password|\bauth\b/i.test(text)) {
    return;
  }
  const others = ran().filter((one) => one.text !== text);
  write('history', [{ name: '', language, text, at: Date.now() }, ...others].slice(0, MOST_RUN));
}

export function save(name: string, language: string, text: string): void {
  const others = saved().filter((one) => one.name !== name);
  write('saved', [...others, { name, language, text, at: Date.now() }].sort((a, b) => a.name.localeCompare(b.name)));
}

export function unsave(name: string): void {
  write('saved', saved().filter((one) => one.name !== name));
}
