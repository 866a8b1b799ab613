import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { after, before, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { manifest, metadata, packageFiles, textField } from '../engine/opened-org.ts';
import { ask, connect, insertLeads, root } from '../server/connect.ts';
import { openBrowser } from './browser.ts';

let org: RunningOrg;
let browser: Browser | undefined;
let lead: string;

before(async () => {
  org = await startOrg();
  const [first = ''] = insertLeads(org, 60);
  lead = first;
  const connection = connect(org);
  await connection.sobject('Lead').update({ Id: lead, Company: '<img src=x onerror="document.title=1">' });
  await connection.sobject('Task').create({ WhoId: lead, Subject: 'Call' });
  await ask(org, `${root}/sobjects/Nothing`);
  await ask(org, `${root}/jobs/query`, { method: 'POST', body: { operation: 'query', query: 'SELECT Id FROM Lead' } });
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await org.stop();
});

/** A page whose errors fail the test; undefined, and the test skipped, if no browser starts. */
async function opened(t: TestContext, hash = ''): Promise<Page | undefined> {
  if (browser === undefined) {
    t.skip('No browser: set CHROME_PATH to one.');
    return undefined;
  }
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  t.after(async () => {
    await page.close();
    assert.deepEqual(errors, []);
  });
  await page.goto(`${org.url}/${hash}`);
  return page;
}

test('goes from the objects to a record and on to what refers to it, by keyboard alone', async (t) => {
  const page = await opened(t);
  if (page === undefined) return;
  await page.getByRole('heading', { name: 'Objects' }).waitFor();
  await page.getByRole('searchbox').focus();
  await page.keyboard.type('Lead');
  await page.getByRole('link', { name: 'Lead', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Records 1 to 50 of 60, newest first').waitFor();
  await page.getByRole('button', { name: 'Older' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Records 51 to 60 of 60').waitFor();
  await page.getByRole('link', { name: lead }).focus();
  await page.keyboard.press('Enter');
  // A value of a record is text, whatever it holds.
  await page.getByRole('heading', { name: /Lead 00000/ }).waitFor();
  await page.getByRole('row', { name: /Company Company <img src=x/ }).waitFor();
  await page.getByRole('link', { name: 'Task' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Records 1 to 1 of 1').waitFor();
});

test('shows calls as they come, including failed ones, and can be paused', async (t) => {
  const page = await opened(t, '#/requests');
  if (page === undefined) return;
  await page.getByRole('row', { name: /sobjects\/Nothing 404/ }).waitFor();
  await ask(org, `${root}/limits`);
  await page.getByRole('row', { name: /GET .*\/limits 200/ }).waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  assert.equal(await page.getByRole('button', { name: 'Go on' }).getAttribute('aria-pressed'), 'true');
});

test('shows jobs as they come, and keeps the keyboard focus', async (t) => {
  const page = await opened(t, '#/jobs');
  if (page === undefined) return;
  const jobs = page.getByRole('region', { name: /Bulk API 2\.0 jobs/ });
  await jobs.focus();
  const operation = { object: 'Lead', operation: 'insert' as const };
  await connect(org).bulk2.loadAndWaitForResults({ ...operation, input: [{ LastName: 'A', Company: 'B' }, {}] });
  await page.getByRole('row', { name: /ingest: insert Lead JobComplete 2 1/ }).waitFor();
  assert.ok(await jobs.evaluate((region) => region === region.ownerDocument.activeElement));
});

test('shows platform events as they are published, and what automation has sent', async (t) => {
  const fields = `<label>Noted</label><pluralLabel>Noted</pluralLabel><eventType>HighVolume</eventType>
    <publishBehavior>PublishImmediately</publishBehavior>${textField('Text__c')}`;
  const files = {
    'package.xml': manifest({ CustomObject: ['Noted__e'] }),
    'objects/Noted__e.object': metadata('CustomObject', fields),
  };
  const outcome = org.org.deploy(org.org.userId('admin@local.org') ?? '', packageFiles(files));
  assert.ok(outcome.success, JSON.stringify(outcome.messages));
  const page = await opened(t, '#/events');
  if (page === undefined) return;
  await page.getByText('Platform events that the bus keeps, newest first: none.').waitFor();
  await page.getByText('E-mails of flows, errors of flows included, newest first: none.').waitFor();
  await ask(org, `${root}/sobjects/Noted__e`, { method: 'POST', body: { Text__c: '<b>said</b>' } });
  await page.getByRole('row', { name: /Noted__e 1 .*<b>said<\/b>/ }).waitFor();
});

test('shows jobs, users, limits and faults', async (t) => {
  const page = await opened(t, '#/jobs');
  if (page === undefined) return;
  await page.getByRole('row', { name: /query: query Lead JobComplete 60/ }).waitFor();
  await page.getByRole('link', { name: 'Users' }).click();
  await page.getByRole('row', { name: /admin@local\.org/ }).waitFor();
  await page.getByRole('link', { name: 'Limits and faults' }).click();
  await page.getByText('"dailyApiRequests": 100000').waitFor();
});

test('a missing object is reported, and so is an org that does not respond', async (t) => {
  if (browser === undefined) {
    t.skip('No browser: set CHROME_PATH to one.');
    return;
  }
  const page = await browser.newPage();
  t.after(() => page.close());
  await page.goto(`${org.url}/#/objects/Nothing`);
  await page.getByText('The object Nothing does not exist').waitFor();
  await page.route('**/__org/**', (route) => route.abort());
  await page.getByRole('link', { name: 'Jobs' }).click();
  await page.getByText('The org does not answer: is it still running?').waitFor();
});

test('the page and its data are for this machine only, and nothing foreign runs in it', async () => {
  const { headers } = await ask(org, '/');
  assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'; script-src 'self'/);
  const script = await ask(org, '/__org/page/files/page.ts');
  assert.match(script.headers.get('content-type') ?? '', /^text\/javascript/);
  assert.doesNotMatch(script.text, /: Promise<void>/);
  assert.equal((await ask(org, '/__org/page/files/tsconfig.json')).status, 404);
  assert.equal((await ask(org, '/__org/page/files/..%2Fread-org.ts')).status, 404);
  assert.equal((await ask(org, '/__org/page/objects/Lead?offset=-1')).status, 400);
  assert.equal((await ask(org, '/__org/page/objects/_kept')).status, 404);
});

test('a request under a foreign host name is refused', async () => {
  const statusFor = async (host: string): Promise<number | undefined> => {
    const asking = request(`${org.url}/__org/page/objects/Lead`, { headers: { Host: host } }).end();
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    answer.resume();
    return answer.statusCode;
  };
  assert.equal(await statusFor('foreign.example'), 404);
  assert.equal(await statusFor('127.0.0.1.foreign.example:80'), 404);
  assert.equal(await statusFor('localhost:4780'), 200);
});
