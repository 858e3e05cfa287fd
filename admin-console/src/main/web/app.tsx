/** The frame: log-in or rooms, with the way between them. */
import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { api, reachable, session } from './api';
import orbit from './orbit.svg';
import { LogIn } from './login';
import { forget } from './work';
import { theme, toggleTheme } from './theme';

interface Room {
  path: string;
  name: string;
  icon: string;
  superuser: boolean;
  load: () => Promise<{ default: ComponentType }>;
}

interface BundlePage {
  name: string;
  path: string;
  superuser: boolean;
  version: number;
}

const PLUG = 'M9 3v5M15 3v5M6 8h12v4a6 6 0 0 1-12 0zM12 18v3';
const PAGES_MILLIS = 10_000;

/** What bundles bring, as long as they are installed. */
const pages = signal<BundlePage[]>([]);

async function lookForPages() {
  const answer = await fetch('/console/pages.json').catch(() => null);
  if (answer?.ok) {
    const found = (await answer.json()) as BundlePage[];
    if (JSON.stringify(found) !== JSON.stringify(pages.value)) {
      pages.value = found;
    }
  }
}

void lookForPages();
setInterval(lookForPages, PAGES_MILLIS);
addEventListener('orbit-features', () => void lookForPages());

/** A page of a bundle draws by itself into an element, and may answer what to do when it goes. */
type Draw = (element: HTMLElement, orbit: { call: typeof api.call; get: typeof api.get }) => void | (() => void);

function roomOf(page: BundlePage): Room {
  return {
    path: page.path,
    name: page.name,
    icon: PLUG,
    superuser: page.superuser,
    load: async () => {
      const script = (await import(/* @vite-ignore */ `/console/pages/${page.path}.js?${page.version}`)) as { default: Draw };
      return {
        default: function Hosted() {
          const place = useRef<HTMLDivElement>(null);
          useLayoutEffect(() => script.default(place.current!, { call: api.call, get: api.get }) ?? undefined, []);
          return <div class="card" ref={place} />;
        },
      };
    },
  };
}

const ROOMS: Room[] = [
  { path: 'overview', name: 'Overview', icon: 'M3 13h4l3-9 4 16 3-7h4', superuser: false, load: () => import('./rooms/overview') },
  { path: 'welcome', name: 'Welcome', icon: 'M12 3l2.6 5.6 6 .7-4.4 4.2 1.1 6L12 16.6 6.7 19.5l1.1-6L3.4 9.3l6-.7z', superuser: false, load: () => import('./rooms/welcome') },
  { path: 'query', name: 'Query', icon: 'M5 6l6 6-6 6M13 18h7', superuser: false, load: () => import('./rooms/query') },
  { path: 'data', name: 'Data', icon: 'M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14', superuser: false, load: () => import('./rooms/data') },
  { path: 'activity', name: 'Activity', icon: 'M12 3v9l6 3M12 3a9 9 0 1 0 9 9', superuser: true, load: () => import('./rooms/activity') },
  {
    path: 'protocols',
    name: 'Protocols',
    icon: 'M7 4v6M12 4v6M17 4v6M4 10h16v4a6 6 0 0 1-6 6h-4a6 6 0 0 1-6-6z',
    superuser: true,
    load: () => import('./rooms/protocols'),
  },
  {
    path: 'plug-ins',
    name: 'Plug-ins',
    icon: 'M4 9V4h5v1.5a2 2 0 1 0 4 0V4h5v5h-1.5a2 2 0 1 0 0 4H18v6H4v-6h1.5a2 2 0 1 0 0-4z',
    superuser: true,
    load: () => import('./rooms/plugins'),
  },
  {
    path: 'storage',
    name: 'Storage',
    icon: 'M4 6c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3zM4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3',
    superuser: true,
    load: () => import('./rooms/storage'),
  },
  { path: 'security', name: 'Security', icon: 'M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6z', superuser: true, load: () => import('./rooms/security') },
  { path: 'configuration', name: 'Configuration', icon: 'M4 7h10M18 7h2M4 17h2M10 17h10M14 4v6M6 14v6', superuser: true, load: () => import('./rooms/configuration') },
  { path: 'logs', name: 'Logs', icon: 'M5 4h14v16H5zM8 8h8M8 12h8M8 16h5', superuser: true, load: () => import('./rooms/logs') },
];

const path = signal(location.hash.slice(2));
const palette = signal(false);
addEventListener('keydown', (event) => {
  if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && session.value) {
    event.preventDefault();
    palette.value = true;
  }
});

/** A fresh page leaves the focus at its start; who goes on to a room is taken to its heading. */
let wentOn = false;
addEventListener('hashchange', () => {
  wentOn = true;
  path.value = location.hash.slice(2);
});

function Icon({ d }: { d: string }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={d} />
    </svg>
  );
}

function ThemeButton() {
  const other = theme.value === 'dark' ? 'light' : 'dark';
  return (
    <button type="button" class="quiet" onClick={toggleTheme} aria-label={`Switch to ${other} colours`}>
      <Icon d={other === 'dark' ? 'M20 14A8 8 0 1 1 10 4a6.5 6.5 0 0 0 10 10z' : 'M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10M12 1v2M12 21v2M1 12h2M21 12h2M4.2 4.2l1.4 1.4M18.4 18.4l1.4 1.4M4.2 19.8l1.4-1.4M18.4 5.6l1.4-1.4'} />
    </button>
  );
}

/** Something that is loaded when it is first wanted. */
function Lazy<P extends object>({ load, props }: { load: () => Promise<{ default: ComponentType<P> }>; props: P }) {
  const [Loaded, setLoaded] = useState<ComponentType<P> | null>(null);
  useLayoutEffect(() => {
    load().then(
      (module) => setLoaded(() => module.default),
      () => undefined,
    );
  }, []);
  return Loaded ? <Loaded {...props} /> : null;
}

function RoomView({ room }: { room: Room }) {
  const [Loaded, setLoaded] = useState<ComponentType | null>(null);
  const [failed, setFailed] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    let current = true;
    document.title = `${room.name} · Orbit`;
    if (wentOn) {
      heading.current?.focus({ preventScroll: true });
    }
    room.load().then(
      (module) => current && setLoaded(() => module.default),
      () => current && setFailed(true),
    );
    return () => {
      current = false;
    };
  }, []);
  return (
    <main id="room" class={`room room-${room.path}`}>
      <h1 ref={heading} tabIndex={-1}>
        {room.name}
      </h1>
      {failed ? <p role="alert">This room could not be loaded. Reload the page.</p> : Loaded ? <Loaded /> : <p class="hint" role="status">Loading…</p>}
    </main>
  );
}

async function logOut() {
  await api.logOut().catch(() => undefined);
  forget();
  location.hash = '#/overview';
  session.value = null;
}

export function App() {
  const current = session.value;
  if (current === undefined) {
    return null;
  }
  if (current === null) {
    wentOn = true;
    return <LogIn theme={<ThemeButton />} />;
  }
  const rooms = [...ROOMS, ...pages.value.filter((page) => !ROOMS.some((own) => own.path === page.path)).map(roomOf)].filter((room) => current.superuser || !room.superuser);
  const room = rooms.find((one) => one.path === path.value) ?? rooms[0]!;
  return (
    <div class="frame">
      <a
        class="skip"
        href="#room"
        onClick={(event) => {
          event.preventDefault();
          document.querySelector<HTMLElement>('main h1')?.focus();
        }}
      >
        Skip to the room
      </a>
      <header class="rail">
        <a class="brand" href="#/overview" aria-label="Orbit, overview">
          <img src={orbit} alt="" width="28" height="28" />
          <span>Orbit</span>
        </a>
        <nav aria-label="Rooms">
          <ul>
            {rooms.map((one) => (
              <li key={one.path}>
                <a href={`#/${one.path}`} aria-current={one.path === room.path ? 'page' : undefined}>
                  <Icon d={one.icon} />
                  <span>{one.name}</span>
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <button type="button" class="quiet go" aria-keyshortcuts="Control+K" onClick={() => (palette.value = true)}>
          Go to… <kbd aria-hidden="true">Ctrl K</kbd>
        </button>
        <div class="account">
          <span class="user" title="Logged in as">
            {current.user}
          </span>
          <ThemeButton />
          <button type="button" class="quiet" onClick={logOut} aria-label="Log out">
            <Icon d="M15 4h4v16h-4M10 8l-4 4 4 4M6 12h10" />
          </button>
        </div>
      </header>
      {palette.value ? <Lazy load={() => import('./palette')} props={{ rooms, onLogOut: logOut, onClose: () => (palette.value = false) }} /> : null}
      <div class="stage">
        <p class="lost" role="status">
          {reachable.value ? '' : 'The server does not answer. Trying again…'}
        </p>
        <RoomView key={room.path} room={room} />
      </div>
    </div>
  );
}
