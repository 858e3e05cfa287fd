// The console in Chromium, as a person with a keyboard uses it; every state also looked at by axe in both themes.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
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

async function look(page, name) {
  await page.screenshot({ path: `${pictures}${name}.png` });
  const { violations } = await new AxeBuilder({ page }).analyze();
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
    await page.getByRole('button', { name: 'Run' }).click();
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
    await page.getByRole('button', { name: 'Run' }).waitFor();
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
    await page.getByRole('button', { name: 'Run' }).click();
    await page.getByText('The server does not answer. Trying again…').waitFor();
    await page.getByText('Whether the request was carried out is not known.').waitFor();
    await page.context().setOffline(false);
    await page.getByText('The server does not answer. Trying again…').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Run' }).click();
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
