import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { api, expired, problemOf, session, type Provider } from './api';
import orbit from './orbit.svg';

/** Where the name of who was here last is kept. */
const USER = 'orbit.user';

export function LogIn({ theme }: { theme: ComponentChildren }) {
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const [providers, setProviders] = useState<Provider[]>([]);
  const first = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  // Before anybody sees the page, so that what they type at once is not lost.
  useLayoutEffect(() => {
    document.title = 'Log in · Orbit';
    (expired.value ? password : first).current?.focus();
  }, []);

  useEffect(() => {
    // Without an answer there is the form, which says what is wrong when it is sent.
    api.providers().then(setProviders, () => setProviders([]));
  }, []);

  async function submit(event: Event) {
    event.preventDefault();
    setBusy(true);
    setProblem('');
    try {
      const user = first.current!.value;
      const loggedIn = await api.logIn(user, password.current!.value);
      localStorage.setItem(USER, user);
      expired.value = false;
      session.value = loggedIn;
    } catch (failure) {
      const refused = problemOf(failure);
      setProblem(refused.status === 401 ? 'The user name or the password is wrong.' : refused.detail);
      setBusy(false);
      password.current!.select();
    }
  }

  return (
    <main class="login">
      <form onSubmit={submit} aria-describedby="login-problem">
        <img src={orbit} alt="" width="56" height="56" />
        <h1>Orbit</h1>
        <p class="hint">{expired.value ? 'Your log-in has ended. Log in to go on where you were.' : 'One database that speaks every protocol'}</p>
        <label>
          User
          <input ref={first} name="user" autocomplete="username" autocapitalize="none" spellcheck={false} required defaultValue={localStorage.getItem(USER) ?? 'orbit'} />
        </label>
        <label>
          Password
          <input ref={password} name="password" type="password" autocomplete="current-password" required />
        </label>
        <p id="login-problem" class="problem-line" role="alert">
          {problem}
        </p>
        <button type="submit" class="primary" disabled={busy}>
          {busy ? 'Checking…' : 'Log in'}
        </button>
        {providers.map((provider) => (
          <a class="button" href={provider.address}>
            Log in by {provider.title}
          </a>
        ))}
      </form>
      <div class="corner">{theme}</div>
    </main>
  );
}
