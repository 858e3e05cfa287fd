// The console in Chromium, as a person with a keyboard uses it; every state also looked at by axe in both themes.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';

// For the packaged server: an archive with orbit-echo 0.2.0, and the port at which that listens.
const [address, executablePath, password, reader, readerPassword, archive, echoPort] = process.argv.slice(2);
const pictures = new URL('../../../target/pictures/', import.meta.url).pathname;
mkdirSync(pictures, { recursive: true });

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
const complaints = [];
// Chromium's own editing keeps the look of replaced text by a style attribute, which our policy forbids it.
let typing = false;

async function open(colorScheme, size = { width: 1280, height: 800 }) {
  const context = await browser.newContext({ colorScheme, viewport: size, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => complaints.push(`page: ${error.message}`));
  page.on('console', (message) => {
    // Refusals that a scenario asks for are told by the browser too.
    const ofTyping = typing && message.text().startsWith('Applying inline style');
    if (message.type() === 'error' && !ofTyping && !/Failed to load resource.*(4\d\d|501|ERR_INTERNET_DISCONNECTED)/.test(message.text())) {
      complaints.push(`console: ${message.text()}`);
    }
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith('data:')) {
      complaints.push(`asked elsewhere: ${request.url()}`);
    }
  });
  await page.goto(`${address}/`);
  return page;
}

async function logIn(page, user = 'orbit', secret = password) {
  await page.getByLabel('User').fill(user);
  await page.getByLabel('Password').fill(secret);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
}

/** All rules in light; in dark those of colours, which alone can differ. */
async function look(page, name) {
  await page.screenshot({ path: `${pictures}${name}.png` });
  const axe = new AxeBuilder({ page });
  const { violations } = await (name.startsWith('dark-') ? axe.withRules(['color-contrast', 'link-in-text-block']) : axe).analyze();
  assert.deepEqual(
    violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(' | ')}`),
    [],
    `axe on ${name}`,
  );
}

async function room(page, name) {
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await page.getByText('Loading…').waitFor({ state: 'detached' });
}

async function write(page, text) {
  typing = true;
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(text);
  await page.waitForFunction((wanted) => [...document.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n') === wanted, text);
  typing = false;
}

/** Goes on by the Tab key until something of that name has the focus. */
async function tabTo(page, name) {
  for (let step = 0; step < 80; step++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return element.getAttribute('aria-label') ?? element.textContent.trim();
    });
    if (focused.startsWith(name)) {
      return;
    }
  }
  throw new Error(`the Tab key does not lead to ${name}`);
}

/** How many POST requests the server has answered, as it counts them: a browser may send one again and show one. */
async function posts(page) {
  const figures = await (await page.request.get(`${address}/metrics`)).text();
  return [...figures.matchAll(/^orbit_http_requests_total\{method="POST",.*\} (\d+)/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
}

const ENDLESS = 'SELECT count(*) FROM generate_series(1, 9000000000) AS g(n)';

const scenarios = {
  async 'a wrong password is told, a right one lets in by the keyboard alone'() {
    const page = await open('light');
    await page.getByLabel('Password').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.name), 'user');
    await page.keyboard.press('Tab');
    await page.keyboard.type('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('The user name or the password is wrong.').waitFor();
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('Password').waitFor();
    await page.context().close();
  },

  async 'the skip link and the rooms are reached by the keyboard'() {
    const page = await open('light');
    await logIn(page);
    await page.reload();
    await page.getByText('Everything works').waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the room');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
    await page.context().close();
  },

  async 'the overview lives'() {
    const page = await open('light');
    await logIn(page);
    await page.getByText('Everything works').waitFor();
    await page.getByRole('rowheader', { name: 'redis', exact: true }).waitFor();
    const label = () => page.getByRole('img', { name: /^Throughput/ }).getAttribute('aria-label');
    await page.waitForFunction(() => /Requests [\d.]+\/s/.test(document.querySelector('[role=img][aria-label^=Throughput]').getAttribute('aria-label')));
    assert.match(await label(), /Commits [\d.]+\/s/);
    await page.context().close();
  },

  async 'a statement gives a grid, a mistake its place'() {
    const page = await open('light');
    await logIn(page);
    await room(page, 'Query');
    await write(page, 'SELECT id, name, qty FROM items');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('gridcell', { name: 'lamp' }).waitFor();
    assert.equal(await page.getByRole('columnheader').count(), 3);
    await page.getByText('NULL').first().waitFor();
    await write(page, 'SELECT *\nFROM nowhere');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText('line 2, column 6').waitFor();
    await page.getByText('42P01').waitFor();
    assert.equal(await page.locator('.cm-mistake').textContent(), 'nowhere');
    await page.context().close();
  },

  async 'a long result keeps few rows in the document'() {
    const page = await open('light');
    await logIn(page);
    await room(page, 'Query');
    await write(page, 'SELECT * FROM generate_series(1, 5000)');
    await page.keyboard.press('Control+Enter');
    await page.locator('.grid-row').first().waitFor();
    await page.getByText('5,000 rows').waitFor();
    assert.ok((await page.locator('.grid-row').count()) < 60);
    await page.locator('.grid').evaluate((grid) => (grid.scrollTop = grid.scrollHeight));
    await page.getByRole('gridcell', { name: '5000', exact: true }).waitFor();
    await page.context().close();
  },

  async 'a running statement is stopped, from another room too'() {
    const page = await open('light');
    await logIn(page);
    await room(page, 'Query');
    const before = await posts(page);
    await write(page, ENDLESS);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('57014').waitFor();
    await write(page, `${ENDLESS} WHERE true`);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    await room(page, 'Overview');
    await room(page, 'Query');
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Run', exact: true }).waitFor();
    await page.getByText('canceling statement due to user request').waitFor();
    assert.equal((await posts(page)) - before, 2, 'each ran once');
    await page.context().close();
  },

  async 'a value is shown as a whole, and NULL is not empty'() {
    const page = await open('light');
    await logIn(page);
    await room(page, 'Query');
    await write(page, "SELECT repeat('long value ', 200) AS long, NULL AS nothing, '' AS empty, E'two\\nlines' AS lines");
    await page.keyboard.press('Control+Enter');
    const grid = page.getByRole('grid');
    await grid.focus();
    for (const [step, told] of [
      ['Home', '2,200 characters'],
      ['ArrowRight', 'NULL: no value'],
      ['ArrowRight', 'Empty: a text of no characters'],
      ['End', '9 characters'],
    ]) {
      await page.waitForFunction(() => document.activeElement.classList.contains('grid'));
      await page.keyboard.press(step);
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByText(told).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.getByRole('gridcell', { name: 'two↵lines' }).waitFor();
    // Keys that do not wait for what the ones before them show.
    for (let round = 0; round < 10; round++) {
      await Promise.all(['Home', 'Enter', 'Escape', 'ArrowRight', 'ArrowRight', 'Enter'].map((key) => page.keyboard.press(key)));
      await page.getByRole('dialog').getByText('Empty: a text of no characters').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.context().close();
  },

  async 'what is in hand outlives other rooms and a log-in that ended'() {
    const page = await open('light');
    await logIn(page);
    await room(page, 'Query');
    await write(page, 'SELECT 4242 AS kept');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('gridcell', { name: '4242' }).waitFor();
    await room(page, 'Overview');
    await room(page, 'Query');
    await page.getByRole('gridcell', { name: '4242' }).waitFor();
    await write(page, 'SELECT 17 AS typed_since');
    await page.context().clearCookies();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Your log-in has ended.').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.name), 'password');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.getByText('typed_since').waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await logIn(page, reader, readerPassword);
    await room(page, 'Query');
    await page.getByText('SELECT 1 AS one').waitFor();
    assert.equal(await page.getByText('typed_since').count(), 0);
    await page.context().close();
  },

  async 'a server that does not answer is told, and when it is back'() {
    const page = await open('light');
    await logIn(page);
    await room(page, 'Query');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText('The server does not answer. Trying again…').waitFor();
    await page.getByText('Whether the request was carried out is not known.').waitFor();
    await page.context().setOffline(false);
    await page.getByText('The server does not answer. Trying again…').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('columnheader', { name: 'one' }).waitFor();
    await page.context().close();
  },

  async 'from the log-in to a plug-in by the keyboard alone'() {
    const page = await open('dark');
    await page.getByLabel('Password').waitFor();
    await tabTo(page, '');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await page.reload();
    await page.getByText('Everything works').waitFor();
    await tabTo(page, 'Query');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Query' }).waitFor();
    await page.waitForFunction(() => document.activeElement?.classList.contains('cm-content'));
    await page.keyboard.press('Control+Enter');
    await page.getByRole('columnheader', { name: 'one' }).waitFor();
    await tabTo(page, 'Result; Enter shows');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Query' }).waitFor();
    await page.getByRole('link', { name: 'Skip to the room' }).focus();
    await tabTo(page, 'Plug-ins');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Install orbit-storage-xodus' }).or(page.getByRole('button', { name: 'Uninstall orbit-storage-xodus' })).waitFor();
    await tabTo(page, 'Uninstall orbit-lang-sql');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.context().close();
  },

  async 'Redis commands are run line by line'() {
    const page = await open('light');
    await logIn(page);
    await room(page, 'Query');
    await page.getByLabel('Language').selectOption('redis');
    await write(page, 'HSET "a b" f v\nHGETALL "a b"\nINCR "a b"');
    await page.keyboard.press('Control+Enter');
    await page.getByText('"f" => "v"').waitFor();
    await page.getByText('WRONGTYPE').waitFor();
    await page.context().close();
  },

  async 'a feature comes and goes'() {
    const page = await open('light');
    await logIn(page);
    await room(page, 'Plug-ins');
    await page.getByRole('button', { name: 'Install orbit-echo' }).click();
    await page.getByText('orbit-echo is installed.').waitFor();
    await page.getByRole('button', { name: 'Uninstall orbit-echo' }).click();
    await page.getByText('Nothing else needs it.').waitFor();
    await page.getByRole('button', { name: 'Uninstall', exact: true }).click();
    await page.getByText('orbit-echo was uninstalled.').waitFor();
    await page.getByRole('button', { name: 'Install orbit-echo' }).waitFor();
    await page.getByRole('tab', { name: 'Features' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('rowheader', { name: 'io.orbit.protocol.rest' }).waitFor();
    await page.context().close();
  },

  async 'a checkpoint is written, and the call that does it is shown'() {
    const page = await open('light');
    await logIn(page);
    await room(page, 'Storage');
    await page.getByRole('rowheader', { name: 'orbit.public.items' }).waitFor();
    await page.getByRole('button', { name: 'Write a checkpoint' }).click();
    await page.getByText('A checkpoint was written.').waitFor();
    await page.getByText('The REST call').click();
    await page.getByText('POST /api/v1/storage/checkpoint').waitFor();
    await page.context().close();
  },

  async 'a table is moved into another engine, and new ones go there'() {
    if (!archive) {
      return;
    }
    const page = await open('light');
    await logIn(page);
    await room(page, 'Storage');
    await page.getByRole('button', { name: 'Move orbit.public.items' }).click();
    await page.getByLabel('Into the engine').selectOption('cowbtree');
    await page.getByRole('button', { name: 'Move it' }).click();
    await page.locator('.move').first().getByText('done').waitFor();
    await page.getByText('POST /api/v1/storage/moves').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Forget the move of orbit.public.items' }).click();
    await page.getByText('The move was forgotten.').waitFor();
    await page.getByRole('button', { name: 'Move orbit.public.items' }).click();
    await page.getByLabel('Into the engine').selectOption('lsm');
    await page.getByRole('button', { name: 'Move it' }).click();
    await page.locator('.move').first().getByText('done').waitFor();
    await page.getByLabel('Of orbit go into').selectOption('cowbtree');
    await page.getByText('New tables of orbit go into cowbtree.').waitFor();
    await page.getByLabel('Of orbit go into').selectOption('lsm');
    await page.getByText('New tables of orbit go into lsm.').waitFor();
    await page.context().close();
  },

  async 'a backup is made, verified and removed, and how to restore it is told'() {
    const page = await open('light');
    await logIn(page);
    await room(page, 'Storage');
    await page.getByRole('tab', { name: 'Backups' }).click();
    await page.getByRole('button', { name: 'Make a full backup' }).click();
    const newest = page.locator('.backup').first();
    await newest.getByText('done').waitFor();
    const id = await newest.locator('strong').textContent();
    await page.getByRole('button', { name: `Verify ${id}` }).click();
    await page.getByText(`${id} is sound.`).waitFor();
    const archived = await page.getByRole('link', { name: `Download ${id}` }).getAttribute('href');
    assert.equal((await page.request.get(`${address}${archived}`)).headers()['content-type'], 'application/zip');
    await page.getByRole('button', { name: `Restore ${id}` }).click();
    await page.getByRole('dialog').getByText('./orbit restore').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: `Remove ${id}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText(`${id} was removed.`).waitFor();
    await page.context().close();
  },

  async 'a database is exported, and its archive is imported again'() {
    const page = await open('dark');
    await logIn(page);
    await room(page, 'Storage');
    await page.getByRole('tab', { name: 'Export and import' }).click();
    await page.getByLabel('Rows as').selectOption('parquet');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const done = page.locator('.transfer', { hasText: 'done' }).first();
    await done.waitFor();
    const href = await done.getByRole('link', { name: 'Download' }).getAttribute('href');
    const archived = await (await page.request.get(`${address}${href}`)).body();
    await page.getByLabel('Into the database').fill('imported');
    await page.getByLabel('Make it').check();
    await page.getByLabel('Archive of an export').setInputFiles({ name: 'export.zip', mimeType: 'application/zip', buffer: archived });
    await page.locator('.transfer', { hasText: 'imported' }).getByText('done').waitFor();
    await page.context().close();
  },

  async 'what runs is shown and cancelled, and what is slow is kept'() {
    const page = await open('light');
    await logIn(page);
    const running = page.evaluate(async (text) => {
      const { csrfToken } = await (await fetch('/api/v1/session')).json();
      const answer = await fetch('/api/v1/statements', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrfToken }, body: JSON.stringify({ text }) });
      return (await answer.json()).code;
    }, ENDLESS);
    await room(page, 'Activity');
    const row = page.getByRole('row').filter({ hasText: '9000000000' });
    await row.getByRole('button', { name: /^Cancel/ }).click();
    await page.getByText('was asked to stop what it runs.').waitFor();
    assert.equal(await running, 'QUERY_CANCELED');
    await page.getByRole('tab', { name: 'Slow' }).click();
    await page.getByLabel('Slow is a statement of so many milliseconds').fill('150');
    await page.getByRole('button', { name: 'Keep those' }).click();
    await page.getByText('Statements of 150 ms and more are kept from now on.').waitFor();
    await page.context().close();
  },

  async 'who waits for whom is shown, and what changes'() {
    const page = await open('light');
    await logIn(page);
    await room(page, 'Activity');
    const post = (path, body) =>
      page.evaluate(
        async ([where, what]) => {
          const { csrfToken } = await (await fetch('/api/v1/session')).json();
          const answer = await fetch(`/api/v1/${where}`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrfToken }, body: JSON.stringify(what) });
          return answer.status === 204 ? {} : answer.json();
        },
        [path, body],
      );
    await page.getByRole('tab', { name: 'Changes' }).click();
    await page.getByText('Following what is committed.').waitFor();
    await post('redis', { arguments: ['SET', 'seen-by-the-feed', 'now'] });
    await page.getByRole('rowheader', { name: 'seen-by-the-feed' }).waitFor();
    const { id } = await post('transactions', {});
    await post(`statements?transaction=${id}`, { text: 'UPDATE items SET qty = 7 WHERE id = 2' });
    const waiting = post('redis', { arguments: ['HSET', 'items:2', 'qty', '8'] });
    await page.getByRole('tab', { name: 'Waiting' }).click();
    await page.getByText('orbit.public.items, record 2').waitFor();
    await page.getByText('between two requests').waitFor();
    await post(`transactions/${id}/commit`, {});
    await waiting;
    await page.getByText('Nobody waits for a lock.').waitFor();
    await page.context().close();
  },

  async 'ports are shown with what they allow'() {
    const page = await open('light');
    await logIn(page);
    await room(page, 'Protocols');
    await page.getByText('At most 10,000 connections').first().waitFor();
    await page.getByRole('button', { name: 'Stop postgres' }).click();
    await page.getByRole('dialog').getByText('Its port closes.').waitFor();
    await page.getByRole('button', { name: 'Stop it' }).click();
    await page.getByText('postgres is stopped.').waitFor();
    await page.getByRole('button', { name: 'Start postgres' }).click();
    await page.getByText('postgres listens again.').waitFor();
    await page.getByRole('tab', { name: 'Connections' }).click();
    await page.getByText(/Nobody is connected but by HTTP|redis/).first().waitFor();
    await page.context().close();
  },

  async 'a record is seen as every protocol sees it, and changed where it is as it was read'() {
    const page = await open('light');
    await logIn(page);
    await room(page, 'Data');
    await page.getByRole('button', { name: 'public.items table' }).click();
    await page.getByRole('button', { name: 'Open 1', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('HGETALL items:1').waitFor();
    await dialog.getByText('"name" => "lamp"').waitFor();
    await dialog.getByText(/name\s+\| lamp/).waitFor();
    const text = dialog.getByRole('textbox');
    await page.evaluate(async () => {
      const { csrfToken } = await (await fetch('/api/v1/session')).json();
      await fetch('/api/v1/redis', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrfToken }, body: JSON.stringify({ arguments: ['HSET', 'items:1', 'qty', '40'] }) });
    });
    await text.fill('{"id": 1, "name": "lamp", "qty": 41}');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Somebody else has changed it meanwhile.').waitFor();
    await dialog.getByRole('button', { name: 'Read again' }).click();
    await page.waitForFunction(() => document.querySelector('dialog textarea').value.includes('40'));
    await text.fill('{"id": 1, "name": "lamp", "qty": 41}');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('"qty" => "41"').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('cell', { name: '41', exact: true }).waitFor();
    await page.context().close();
  },

  async 'a table is designed with its SQL in sight, and Redis keys are shown by type'() {
    const page = await open('light');
    await logIn(page);
    await room(page, 'Data');
    await page.getByRole('tab', { name: 'Design' }).click();
    await page.getByLabel('Table', { exact: true }).fill('designed');
    await page.getByLabel('Name').nth(1).fill('title');
    await page.getByText('title text').waitFor();
    await page.getByRole('button', { name: 'Run it' }).first().click();
    await page.getByText('designed was made.').waitFor();
    await page.getByLabel('Table to alter').selectOption('public.designed');
    await page.getByLabel('Step').selectOption('drop the table');
    await page.getByText('DROP TABLE public.designed').waitFor();
    await page.getByRole('button', { name: 'Run it' }).nth(1).click();
    await page.getByText('Done: drop the table.').waitFor();
    await page.evaluate(async () => {
      const { csrfToken } = await (await fetch('/api/v1/session')).json();
      await fetch('/api/v1/redis', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrfToken }, body: JSON.stringify({ arguments: ['RPUSH', 'a-list', 'one', 'two'] }) });
    });
    await page.getByRole('tab', { name: 'Redis keys' }).click();
    await page.getByLabel('Type').selectOption('list');
    await page.getByRole('button', { name: 'Show a-list' }).click();
    await page.getByRole('dialog').getByText('2) "two"').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('a-list was removed.').waitFor();
    await page.context().close();
  },

  async 'a user is made, granted something and dropped, and the audit log knows it'() {
    const page = await open('light');
    await logIn(page);
    await room(page, 'Security');
    await page.getByRole('button', { name: 'New user…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('made_here');
    await dialog.getByLabel('Password').fill('Never-shown-1');
    await dialog.getByRole('button', { name: 'Make', exact: true }).click();
    await page.getByText('made_here was made.').waitFor();
    assert.equal(await page.getByText('Never-shown-1').count(), 0);
    await page.getByRole('button', { name: 'Grants of made_here' }).click();
    await dialog.getByLabel('On the table').fill('public.items');
    await dialog.getByRole('button', { name: 'Grant', exact: true }).click();
    await dialog.getByRole('button', { name: 'Revoke all on orbit.public.items' }).click();
    await dialog.getByText('Nothing was granted to it itself.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Drop made_here' }).click();
    await dialog.getByRole('button', { name: 'Drop', exact: true }).click();
    await page.getByText('made_here was dropped.').waitFor();
    await page.getByRole('tab', { name: 'API keys' }).click();
    await page.getByLabel('A key for').fill('a report');
    await page.getByRole('button', { name: 'Make a key' }).click();
    await dialog.getByText('It is shown this once').waitFor();
    await dialog.getByText(/^orbit_/).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Revoke a report' }).click();
    await page.getByText('a report was revoked.').waitFor();
    await page.getByRole('tab', { name: 'Audit' }).click();
    await page.getByText('create role').first().waitFor();
    await page.getByText('revoke API key').first().waitFor();
    await page.getByRole('button', { name: 'Verify the chain' }).click();
    await page.getByText('Nothing was changed: entries').waitFor();
    await page.context().close();
  },

  async 'a setting is reviewed, applied and undone, and the log is followed'() {
    const page = await open('light');
    await logIn(page);
    await room(page, 'Configuration');
    const key = archive ? 'io.orbit.protocol.redis.max_connections' : 'server.redis_port';
    const port = page.getByLabel(key, { exact: true });
    const before = await port.inputValue();
    await port.fill(archive ? '9000' : '7333');
    await page.getByRole('button', { name: 'Review 1 change' }).click();
    await page.getByRole('dialog').getByRole('cell', { name: 'now' }).waitFor();
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('Written, and counts now.').waitFor();
    await page.getByText('overrides.toml, line').first().waitFor();
    await page.getByRole('button', { name: 'Undo the last change' }).click();
    await page.getByText(`${key} is ${before} again`).waitFor();
    await room(page, 'Logs');
    await page.getByRole('log').getByText('io.orbit').first().waitFor();
    await page.getByLabel('Component', { exact: true }).fill('io.orbit.protocol.rest');
    await page.getByRole('button', { name: 'Set the level' }).click();
    await page.getByText('io.orbit.protocol.rest logs from debug on').waitFor();
    await page.getByRole('combobox', { name: 'Logs from', exact: true }).selectOption('default');
    await page.getByRole('button', { name: 'Set the level' }).click();
    await page.getByText('io.orbit.protocol.rest logs from default on').waitFor();
    await page.context().close();
  },

  async 'a page of a bundle is a room like the others'() {
    if (archive) {
      return;
    }
    const page = await open('light');
    await logIn(page);
    await room(page, 'Sample');
    await page.getByText('A bundle says: sql').waitFor();
    await room(page, 'Overview');
    await page.waitForFunction(() => document.body.dataset.sample === 'left');
    await page.context().close();
  },

  async 'the palette leads to rooms and tables by a few letters'() {
    const page = await open('light');
    await logIn(page);
    await page.getByText('Everything works').waitFor();
    await page.keyboard.press('Control+K');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.type('actv');
    await page.getByRole('option', { name: /^Activity/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
    await page.keyboard.press('Control+K');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.type('items');
    await page.getByRole('option', { name: /public\.items/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('FROM public.items').waitFor();
    await page.context().close();
  },

  async 'the tour shows one record by every protocol'() {
    const page = await open('light');
    await logIn(page);
    await room(page, 'Welcome');
    await page.getByRole('button', { name: 'Take the tour' }).click();
    await page.getByText('9 | Pluto | 90560 | f').waitFor();
    await page.getByText('"name" => "Pluto, a dwarf"').waitFor();
    await page.getByText('invalid input syntax').waitFor();
    await page.getByRole('button', { name: 'Remove it' }).click();
    await page.getByText('The demo data set is gone.').waitFor();
    await page.context().close();
  },

  async 'a result is seen as JSON and as a picture, taken along, and found again'() {
    const page = await open('light');
    await logIn(page);
    await room(page, 'Query');
    await write(page, 'SELECT n, n * n AS square FROM generate_series(1, 20) AS g(n)');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('gridcell', { name: '16', exact: true }).first().waitFor();
    await page.getByLabel('Show as').selectOption('picture');
    await page.getByRole('img', { name: /^square of 20 rows, from 1 to 400/ }).waitFor();
    await page.getByLabel('Show as').selectOption('json');
    await page.getByText('"square": 400').waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()]);
    assert.match(readFileSync(await file.path(), 'utf8'), /^n,square\n1,1\n/);
    await page.getByRole('button', { name: 'Explain and run' }).click();
    await page.getByRole('columnheader', { name: 'Rows that came' }).waitFor();
    await page.getByRole('cell', { name: '20', exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Saved…' }).click();
    await page.getByLabel('Save what is in the editor as').fill('squares');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('dialog').getByText('squares').waitFor();
    await page.keyboard.press('Escape');
    await write(page, 'SELECT 1');
    await page.getByRole('button', { name: 'Saved…' }).click();
    await page.getByRole('button', { name: 'Take squares' }).click();
    await page.getByText('AS square FROM').waitFor();
    await page.context().close();
  },

  async 'words are completed from the catalog'() {
    const page = await open('light');
    await logIn(page);
    await room(page, 'Query');
    await write(page, 'SELECT * FROM ');
    await page.keyboard.press('Control+End');
    await page.keyboard.type('ite');
    await page.locator('.cm-tooltip-autocomplete').getByText('items', { exact: true }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('.cm-line').textContent === 'SELECT * FROM items');
    await page.context().close();
  },

  async 'rows of a file are taken in, all or none'() {
    const page = await open('light');
    await logIn(page);
    await room(page, 'Data');
    await page.getByRole('button', { name: 'public.items table' }).click();
    const rows = (text) => page.getByLabel('Rows as CSV or JSON').setInputFiles({ name: 'rows.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await rows('id,name,qty\n901,"a ""quoted"", name",5\n902,,\n');
    await page.getByText('2 rows of rows.csv are in items.').waitFor();
    await page.getByRole('cell', { name: 'a "quoted", name' }).waitFor();
    await rows('id,name\n903,new\n901,again\n');
    await page.getByText(/Nothing was imported: .*duplicate key/).waitFor();
    await rows('id,colour\n904,red\n');
    await page.getByText('Nothing was imported: items has no column colour').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Open 903' }).count(), 0);
    await page.evaluate(async () => {
      const { csrfToken } = await (await fetch('/api/v1/session')).json();
      await fetch('/api/v1/redis', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrfToken }, body: JSON.stringify({ arguments: ['DEL', 'items:901', 'items:902'] }) });
    });
    await page.context().close();
  },

  async 'who is no superuser does not see the plug-ins'() {
    const page = await open('light');
    await logIn(page, reader, readerPassword);
    assert.equal(await page.getByRole('link', { name: 'Plug-ins' }).count(), 0);
    assert.equal(await page.getByRole('link', { name: 'Storage' }).count(), 0);
    await page.context().close();
  },

  async 'every room is accessible in light and dark, wide and narrow'() {
    for (const scheme of ['light', 'dark']) {
      const page = await open(scheme);
      await page.getByLabel('Password').waitFor();
      await look(page, `${scheme}-log-in`);
      await logIn(page);
      await page.getByRole('rowheader', { name: 'redis', exact: true }).waitFor();
      await look(page, `${scheme}-overview`);
      await room(page, 'Query');
      await write(page, "SELECT id, name, qty -- all of it\nFROM items;\nSELECT 'text', 42, true, NULL");
      await page.keyboard.press('Control+Enter');
      await page.getByRole('gridcell', { name: '42' }).waitFor();
      await look(page, `${scheme}-query`);
      await write(page, 'SELECT * FROM nowhere');
      await page.keyboard.press('Control+Enter');
      await page.getByText('line 1, column 15').waitFor();
      await look(page, `${scheme}-mistake`);
      await room(page, 'Plug-ins');
      await page.getByRole('button', { name: 'Uninstall orbit-lang-sql' }).waitFor();
      await look(page, `${scheme}-plug-ins`);
      await page.getByRole('button', { name: 'Uninstall orbit-lang-sql' }).click();
      await page.getByRole('dialog').waitFor();
      await look(page, `${scheme}-uninstall`);
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('tab', { name: 'Bundles' }).click();
      await page.getByRole('rowheader', { name: 'io.orbit.protocol.rest' }).waitFor();
      await look(page, `${scheme}-bundles`);
      await room(page, 'Storage');
      await page.getByRole('rowheader', { name: 'orbit.public.items' }).waitFor();
      await look(page, `${scheme}-storage`);
      await page.getByRole('tab', { name: 'Backups' }).click();
      await page.getByRole('button', { name: 'Make a full backup' }).click();
      await page.locator('.backup').first().getByText('done').waitFor();
      await look(page, `${scheme}-backups`);
      await page.getByRole('button', { name: /^Restore / }).first().click();
      await page.getByRole('dialog').waitFor();
      await look(page, `${scheme}-restore`);
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { name: 'Export and import' }).click();
      await page.getByRole('button', { name: 'Export', exact: true }).click();
      await page.locator('.transfer', { hasText: 'done' }).first().waitFor();
      await look(page, `${scheme}-export`);
      await room(page, 'Welcome');
      await look(page, `${scheme}-welcome`);
      await page.keyboard.press('Control+K');
      await page.getByRole('combobox').waitFor();
      await look(page, `${scheme}-palette`);
      await page.keyboard.press('Escape');
      await room(page, 'Query');
      await write(page, 'SELECT id, qty FROM items');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('grid').waitFor();
      await page.getByLabel('Show as').selectOption('picture');
      await look(page, `${scheme}-picture`);
      await page.getByRole('button', { name: 'Explain and run' }).click();
      await page.getByRole('columnheader', { name: 'Rows that came' }).waitFor();
      await look(page, `${scheme}-plan`);
      await page.getByRole('button', { name: 'Saved…' }).click();
      await look(page, `${scheme}-saved`);
      await page.keyboard.press('Escape');
      await room(page, 'Data');
      await page.getByRole('button', { name: 'public.items table' }).click();
      await page.getByRole('button', { name: 'Open 1', exact: true }).click();
      await page.getByRole('dialog').getByText('HGETALL items:1').waitFor();
      await look(page, `${scheme}-record`);
      await page.keyboard.press('Escape');
      await look(page, `${scheme}-data`);
      await page.getByRole('tab', { name: 'Design' }).click();
      await look(page, `${scheme}-design`);
      await page.getByRole('tab', { name: 'Redis keys' }).click();
      await look(page, `${scheme}-keys`);
      await room(page, 'Activity');
      await page.getByLabel('Idle sessions too').check();
      await look(page, `${scheme}-activity`);
      for (const name of ['Waiting', 'Slow', 'Changes']) {
        await page.getByRole('tab', { name }).click();
        await page.getByText('Loading…').waitFor({ state: 'detached' });
        await look(page, `${scheme}-${name.toLowerCase()}`);
      }
      await room(page, 'Protocols');
      await look(page, `${scheme}-protocols`);
      await page.getByRole('tab', { name: 'Connections' }).click();
      await look(page, `${scheme}-connections`);
      await room(page, 'Security');
      await look(page, `${scheme}-security`);
      await page.getByRole('button', { name: 'New user…' }).click();
      await look(page, `${scheme}-new-user`);
      await page.keyboard.press('Escape');
      for (const name of ['API keys', 'Audit']) {
        await page.getByRole('tab', { name }).click();
        await page.getByText('Loading…').waitFor({ state: 'detached' });
        await look(page, `${scheme}-${name.toLowerCase().replace(' ', '-')}`);
      }
      await room(page, 'Configuration');
      await look(page, `${scheme}-configuration`);
      await room(page, 'Logs');
      await look(page, `${scheme}-logs`);
      await page.setViewportSize({ width: 420, height: 800 });
      await room(page, 'Overview');
      await page.getByRole('rowheader', { name: 'redis', exact: true }).waitFor();
      const [wide, sight] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(wide <= sight, `nothing is beyond the window: ${wide} > ${sight}`);
      await look(page, `${scheme}-narrow`);
      await page.context().close();
    }
  },
};

/** What needs features that are made up for the test. */
const madeUp = {
  async 'what depends on a feature is shown before it goes'() {
    const page = await open('light');
    await logIn(page);
    await room(page, 'Plug-ins');
    await page.getByRole('button', { name: 'Uninstall orbit-lang-sql' }).click();
    await page.getByText('feature orbit-postgres').waitFor();
    assert.ok(await page.getByRole('button', { name: 'Uninstall', exact: true }).isDisabled());
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.context().close();
  },

  async 'an archive is uploaded, and what it brought is upgraded to'() {
    const page = await open('light');
    await logIn(page);
    await room(page, 'Plug-ins');
    await page.getByLabel('KAR archive').setInputFiles({ name: 'redis.kar', mimeType: 'application/octet-stream', buffer: Buffer.from('archive') });
    await page.getByText('redis.kar was uploaded').waitFor();
    await page.getByText('It brought orbit-redis 1.1.0').waitFor();
    await page.getByRole('button', { name: 'Upgrade orbit-redis to 1.1.0' }).click();
    await page.getByText('One connection ends').waitFor();
    await page.getByText('orbit from').waitFor();
    await page.getByRole('button', { name: 'Upgrade', exact: true }).click();
    await page.getByText('orbit-redis is 1.1.0 now.').waitFor();
    await page.context().close();
  },
};

/** What needs real ones: an archive for orbit-echo, and a connection to it. */
const real = {
  async 'an uploaded version takes the place of the one that serves, and gives it back'() {
    const page = await open('light');
    await logIn(page);
    await room(page, 'Plug-ins');
    await page.getByRole('button', { name: 'Install orbit-echo' }).click();
    await page.getByText('orbit-echo is installed.').waitFor();
    await room(page, 'Echo');
    await page.getByText(`Echo listens on 127.0.0.1:${echoPort}`).waitFor();
    await room(page, 'Plug-ins');
    const shipped = await page.locator('.feature', { hasText: 'orbit-echo' }).locator('.version').textContent();
    await page.getByLabel('KAR archive').setInputFiles(archive);
    await page.getByText('It brought orbit-echo 0.2.0').waitFor();
    for (const [button, confirm, version] of [
      ['Upgrade orbit-echo to 0.2.0', 'Upgrade', '0.2.0'],
      [`Go back orbit-echo to ${shipped}`, 'Go back', shipped],
    ]) {
      const client = connect(Number(echoPort), '127.0.0.1');
      const ended = new Promise((resolve) => client.once('close', resolve));
      client.on('error', () => undefined);
      client.write(`/login orbit ${password}\n`);
      await new Promise((resolve) => client.once('data', resolve));
      await page.getByRole('button', { name: button }).click();
      await page.getByText('Nothing else needs it.').waitFor();
      await page.getByText('One connection ends').waitFor();
      await page.getByText('orbit from 127.0.0.1').waitFor();
      await look(page, `upgrade-${version}`);
      await page.getByRole('button', { name: confirm, exact: true }).click();
      await page.getByText(`orbit-echo is ${version} now.`).waitFor({ timeout: 30_000 });
      await ended;
    }
    await page.getByRole('button', { name: 'Uninstall orbit-echo' }).click();
    await page.getByText('Nobody is connected.').waitFor();
    await page.getByRole('button', { name: 'Uninstall', exact: true }).click();
    await page.getByText('orbit-echo was uninstalled.').waitFor();
    await page.getByRole('link', { name: 'Echo', exact: true }).waitFor({ state: 'detached' });
    await page.context().close();
  },
};

/** Shows what a failed scenario left, and closes it, so that the next ones have the browser for themselves. */
async function giveUp(name) {
  for (const context of browser.contexts()) {
    for (const page of context.pages()) {
      console.log(`It shows: ${(await page.locator('body').innerText()).replace(/\s+/g, ' ')}`);
      await page.screenshot({ path: `${pictures}failed-${name.replace(/\W+/g, '-')}.png` });
    }
    await context.close();
  }
}

try {
  for (const [name, scenario] of Object.entries({ ...scenarios, ...(archive ? real : madeUp) })) {
    const begin = Date.now();
    try {
      await scenario();
      console.log(`ok ${name} (${Date.now() - begin} ms)`);
    } catch (failure) {
      console.log(`FAILED ${name}: ${failure.stack}`);
      await giveUp(name);
      process.exitCode = 1;
    }
  }
  assert.deepEqual(complaints, [], 'what the browser complained of');
} finally {
  await browser.close();
}
