/** Light or dark: the system's choice until the user makes one. */
import { effect, signal } from '@preact/signals';

export type Theme = 'light' | 'dark';
const KEY = 'orbit.theme';
const system = matchMedia('(prefers-color-scheme: dark)');

function initial(): Theme {
  const chosen = localStorage.getItem(KEY);
  return chosen === 'light' || chosen === 'dark' ? chosen : system.matches ? 'dark' : 'light';
}

export const theme = signal<Theme>(initial());

effect(() => {
  document.documentElement.dataset['theme'] = theme.value;
});

system.addEventListener('change', () => {
  if (!localStorage.getItem(KEY)) {
    theme.value = system.matches ? 'dark' : 'light';
  }
});

export function toggleTheme(): void {
  theme.value = theme.value === 'dark' ? 'light' : 'dark';
  localStorage.setItem(KEY, theme.value);
}
