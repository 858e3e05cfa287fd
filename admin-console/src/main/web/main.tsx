import { render } from 'preact';
import { api, session } from './api';
import { App } from './app';
import './styles.css';
import './theme';

api.current().then(
  (current) => (session.value = current),
  () => (session.value = null),
);
render(<App />, document.getElementById('app')!);
