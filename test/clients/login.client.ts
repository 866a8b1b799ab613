import { adminUsername } from '../local-org/src/index.ts';
import { after, test } from 'node:test';
import { openClients } from './open-clients.ts';
import { readPairs, readTable } from './printed-table.ts';
import { assert } from './tally.ts';

const { org, sf, jwtKeyFile, close } = await openClients();
after(close);

/** Logins read their token from SF_ACCESS_TOKEN; a target org in the environment would go before the stored one. */
const stored = (token?: string) => ({
  env: { SF_TARGET_ORG: '', ...(token === undefined ? {} : { SF_ACCESS_TOKEN: token }) },
});
const byToken = ['org', 'login', 'access-token', '--instance-url', org.url, '--no-prompt'];
const byJwt = ['org', 'login', 'jwt', '--jwt-key-file', jwtKeyFile, '--instance-url', org.url];
const hidden = /^\[REDACTED\]/;

/** The facts of the org that both logins and `org display` print. */
const facts = {
  orgId: org.org.id,
  username: adminUsername,
  isDevHub: false,
  isSandbox: false,
  isScratch: false,
  name: 'Local Org',
  namespacePrefix: null,
  trailExpirationDate: null,
};

test('an access token logs in, becomes the default and is shown by org display', async () => {
  const login = await sf.run([...byToken, '--alias', 'token', '--set-default'], stored(org.adminToken));
  assert.equal(login.exitCode, 0, login.stderr);
  assert.equal(login.stdout.trim(), `Successfully authorized ${adminUsername} with org ID ${org.org.id}`);

  const display = await sf.run(['org', 'display'], stored());
  assert.equal(display.exitCode, 0, display.stderr);
  assert.deepEqual(readTable(display.stdout).headers, ['KEY', 'VALUE']);
  const shown = readPairs(display.stdout);
  assert.equal(shown['Connected Status'], 'Connected');
  assert.equal(shown['Id'], org.org.id);
  assert.equal(shown['Username'], adminUsername);
  assert.equal(shown['Alias'], 'token');
  assert.match(shown['Access Token'] ?? '', hidden);
});

test('an access token logs in with the facts of the org as JSON', async () => {
  const { exitCode, status, result } = await sf.json(byToken, stored(org.adminToken));
  assert.equal(exitCode, 0);
  assert.equal(status, 0);
  assert.partialDeepStrictEqual(result, { ...facts, instanceUrl: `${org.url}/`, instanceApiVersion: '67.0' });
});

test('an access token that the org did not issue is refused', async () => {
  const refused = await sf.json(byToken, stored(`${org.org.id.slice(0, 15)}!AQ.never`));
  assert.equal(refused.exitCode, 1);
  assert.equal(refused.status, 1);
  assert.equal(refused.name, 'AuthCodeUsernameRetrievalError');
  assert.match(refused.message ?? '', /Due to: Bad_OAuth_Token$/);
});

test('a signed assertion logs in, and its session answers queries', async () => {
  const args = [...byJwt, '--username', adminUsername, '--client-id', org.credentials.clientId];
  const login = await sf.json([...args, '--alias', 'jwt', '--set-default'], stored());
  assert.equal(login.exitCode, 0, login.message);
  const { clientId } = org.credentials;
  assert.partialDeepStrictEqual(login.result, { ...facts, clientId, privateKey: jwtKeyFile, instanceUrl: org.url });

  const display = await sf.json(['org', 'display', '--target-org', 'jwt'], stored());
  assert.partialDeepStrictEqual(display.result, {
    id: org.org.id,
    username: adminUsername,
    alias: 'jwt',
    clientId,
    connectedStatus: 'Connected',
    instanceUrl: org.url,
  });

  const user = await sf.run(['org', 'display', 'user', '--target-org', 'jwt'], stored());
  assert.equal(user.exitCode, 0, user.stderr);
  assert.partialDeepStrictEqual(readPairs(user.stdout), {
    Username: adminUsername,
    'Profile Name': 'System Administrator',
    Id: org.org.userId(adminUsername),
    'Org Id': org.org.id,
  });

  const query = await sf.json(
    ['data', 'query', '--query', "SELECT COUNT() FROM User WHERE Username LIKE 'admin@%'"],
    stored(),
  );
  assert.partialDeepStrictEqual(query.result, { totalSize: 1, done: true });
});

test('an ended session is renewed by the assertion without output', async () => {
  const asked = await fetch(`${org.url}/__org/sessions/expire`, { method: 'POST', body: '{}' });
  assert.equal(asked.status, 200);
  const query = await sf.json(
    ['data', 'query', '--query', 'SELECT Username FROM User', '--target-org', 'jwt'],
    stored(),
  );
  assert.equal(query.exitCode, 0, query.message);
  assert.ok(org.requests.some(({ status }) => status === 401));
});

test('org list names the org and its state', async () => {
  const human = await sf.run(['org', 'list'], stored());
  assert.equal(human.exitCode, 0, human.stderr);
  const { headers, rows } = readTable(human.stdout);
  assert.deepEqual(headers, ['Alias', 'Username', 'Org Id', 'Status']);
  assert.deepEqual(rows[0], ['jwt', adminUsername, org.org.id, 'Connected']);

  const { status, result } = await sf.json(['org', 'list'], stored());
  assert.equal(status, 0);
  assert.partialDeepStrictEqual(result, {
    nonScratchOrgs: [{ ...facts, connectedStatus: 'Connected' }],
    scratchOrgs: [],
  });
});

test('a wrong user of a signed assertion is refused in the words of the platform', async () => {
  const args = [...byJwt, '--username', 'nobody@local.org', '--client-id', org.credentials.clientId];
  const refused = await sf.json(args, stored());
  assert.equal(refused.exitCode, 1);
  assert.equal(refused.name, 'JwtGrantError');
  assert.match(refused.message ?? '', /user hasn't approved this consumer/);
});

test('a token whose session has ended is refused', async () => {
  const token = org.tokenFor('rep@local.org');
  await fetch(`${org.url}/__org/sessions/expire`, {
    method: 'POST',
    body: JSON.stringify({ username: 'rep@local.org' }),
  });
  const args = ['data', 'query', '--query', 'SELECT Id FROM Lead'];
  const refused = await sf.json(args, { env: { SF_TARGET_ORG: token } });
  assert.equal(refused.exitCode, 1);
  assert.equal(refused.status, 1);
  assert.match(`${refused.name}: ${refused.message}`, /Session expired or invalid/);
});

test('org list limits prints the calls that are left', async () => {
  const human = await sf.run(['org', 'list', 'limits']);
  assert.equal(human.exitCode, 0, human.stderr);
  const { headers, rows } = readTable(human.stdout);
  assert.deepEqual(headers, ['Name', 'Remaining', 'Max']);
  const [, remaining, max] = rows.find(([name]) => name === 'DailyApiRequests') ?? [];
  assert.equal(max, '100000');

  const { result } = await sf.json(['org', 'list', 'limits']);
  const limits = result as { name: string; max: number; remaining: number }[];
  const requests = limits.find(({ name }) => name === 'DailyApiRequests');
  assert.equal(requests?.max, 100_000);
  // Each command counts against the limit, so that less is left the second time.
  assert.ok((requests?.remaining ?? Infinity) < Number(remaining));
});
