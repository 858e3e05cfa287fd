/** Control and K: any room, any table, anything to do, by a few letters of its name. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Collection, api } from './api';
import { Dialog } from './parts/dialog';
import { toggleTheme } from './theme';
import { language, remember } from './work';

export interface Command {
  name: string;
  hint: string;
  run: () => void;
}

const MOST = 12;

/** Every letter in its order; those that follow each other, or begin a word, count more. */
function score(name: string, wanted: string): number {
  const text = name.toLowerCase();
  let total = 0;
  let at = 0;
  for (const letter of wanted.toLowerCase().replace(/\s/g, '')) {
    const found = text.indexOf(letter, at);
    if (found < 0) {
      return -1;
    }
    total += found === at && at > 0 ? 3 : found === 0 || /\W/.test(text[found - 1]!) ? 2 : 0;
    at = found + 1;
  }
  return total - name.length / 100;
}

function tableCommand(one: Collection): Command {
  const name = `${one.schema}.${one.name}`;
  return {
    name: `Query ${name}`,
    hint: one.kind,
    run: () => {
      language.value = 'sql';
      remember('sql', `SELECT * FROM ${name.split('.').map((part) => (/^[a-z_][a-z0-9_]*$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`)).join('.')} LIMIT 100;\n`);
      location.hash = '#/query';
    },
  };
}

export default function Palette({ rooms, onLogOut, onClose }: { rooms: { path: string; name: string }[]; onLogOut: () => void; onClose: () => void }) {
  const [wanted, setWanted] = useState('');
  const [at, setAt] = useState(0);
  const [tables, setTables] = useState<Command[]>([]);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    api.get<Collection[]>('/collections').then((all) => setTables(all.map(tableCommand)), () => undefined);
  }, []);
  const all: Command[] = [
    ...rooms.map((room) => ({ name: room.name, hint: 'room', run: () => void (location.hash = `#/${room.path}`) })),
    { name: 'Switch colours', hint: 'light or dark', run: toggleTheme },
    { name: 'Log out', hint: '', run: onLogOut },
    ...tables,
  ];
  const shown = all
    .map((command) => ({ command, rank: score(command.name, wanted) }))
    .filter(({ rank }) => rank > -1)
    .sort((a, b) => (wanted ? b.rank - a.rank : 0))
    .slice(0, MOST)
    .map(({ command }) => command);
  const chosen = Math.min(at, shown.length - 1);
  function go(command: Command | undefined) {
    onClose();
    command?.run();
  }
  function keys(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length > 0) {
      event.preventDefault();
      setAt((chosen + step + shown.length) % shown.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      go(shown[chosen]);
    }
  }
  return (
    <Dialog title="Go to" onClose={onClose}>
      <input
        role="combobox"
        aria-label="Room, table or command"
        aria-expanded="true"
        aria-controls="palette"
        aria-activedescendant={shown.length > 0 ? `palette-${chosen}` : undefined}
        autofocus
        autocomplete="off"
        value={wanted}
        onInput={(event) => {
          setWanted(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={keys}
      />
      <ul id="palette" role="listbox" aria-label="Found" class="palette" ref={list}>
        {shown.map((command, number) => (
          <li key={command.name} id={`palette-${number}`} role="option" aria-selected={number === chosen} onClick={() => go(command)}>
            {command.name} <small>{command.hint}</small>
          </li>
        ))}
      </ul>
      {shown.length === 0 ? <p class="hint">Nothing is called like that.</p> : null}
    </Dialog>
  );
}
