import assert from 'node:assert/strict';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Connection } from 'jsforce';
import { integrationUsername, localPassword, startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { ask, askQuery, root, version } from './connect.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
let org: RunningOrg;

before(async () => {
  org = await startOrg({ jwtCertificate: publicKey });
});
after(() => org.stop());

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

function assertion(claims: Record<string, unknown>, key = privateKey): string {
  const { clientId } = org.credentials;
  const expiresAt = Math.floor(Date.now() / 1000) + 300;
  const signed = `${encode({ alg: 'RS256' })}.${encode({ iss: clientId, sub: integrationUsername, aud: org.url, exp: expiresAt, ...claims })}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}

const oauth2 = () => ({ ...org.credentials, loginUrl: org.url });
const unconnected = (): Connection =>
  new Connection({ loginUrl: org.url, instanceUrl: org.url, version, oauth2: oauth2() });

async function requestToken(form: Record<string, string>): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
  return { status: response.status, body: await response.json() };
}

const jwtGrant = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

test('client credentials log in as the integration user', async () => {
  const connection = unconnected();
  await connection.authorize({ grant_type: 'client_credentials' });
  const identity = await connection.identity();
  assert.equal(identity.username, integrationUsername);
  assert.match(connection.accessToken ?? '', /^00D\w{12,15}![.\w]+$/);
});

test('a wrong secret is refused as the platform does', async () => {
  const form = { grant_type: 'client_credentials', client_id: org.credentials.clientId, client_secret: 'wrong' };
  assert.deepEqual(await requestToken(form), {
    status: 400,
    body: { error: 'invalid_client', error_description: 'invalid client credentials' },
  });
});

test('a signed assertion logs in, whether it expires in seconds or milliseconds', async () => {
  for (const exp of [Math.floor(Date.now() / 1000) + 300, Date.now() + 300_000]) {
    const connection = unconnected();
    await connection.authorize({ grant_type: jwtGrant, assertion: assertion({ exp, aud: `${org.url}/` }) });
    assert.equal((await connection.identity()).username, integrationUsername);
  }
});

test('assertions with a foreign key, a past date, another audience or an unknown user are refused', async () => {
  const foreign = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const refusals = [
    { given: assertion({}, foreign.privateKey), description: 'invalid assertion' },
    { given: assertion({ exp: 1_000_000_000 }), description: 'expired authorization code' },
    { given: assertion({ aud: 'https://elsewhere.test' }), description: 'audience is invalid' },
    { given: assertion({ sub: 'nobody@local.org' }), description: "user hasn't approved this consumer" },
  ];
  const answers = await Promise.all(
    refusals.map(({ given }) => requestToken({ grant_type: jwtGrant, assertion: given })),
  );
  assert.deepEqual(
    answers,
    refusals.map(({ description }) => ({
      status: 400,
      body: { error: 'invalid_grant', error_description: description },
    })),
  );
});

test('jsforce refreshes an ended session once for calls side by side', async () => {
  const { body } = await requestToken({
    grant_type: 'password',
    username: 'rep@local.org',
    password: localPassword,
    client_id: org.credentials.clientId,
    client_secret: org.credentials.clientSecret,
  });
  const { access_token: accessToken, refresh_token: refreshToken } = body as Record<string, string>;
  const connection = new Connection({ instanceUrl: org.url, version, oauth2: oauth2(), accessToken, refreshToken });
  await ask(org, '/__org/sessions/expire', { method: 'POST', body: { username: 'rep@local.org' } });
  let refreshes = 0;
  connection.on('refresh', () => (refreshes += 1));
  const answers = await Promise.all([1, 2, 3].map(() => connection.query('SELECT COUNT() FROM Lead')));
  assert.deepEqual(
    answers.map(({ totalSize }) => totalSize),
    [0, 0, 0],
  );
  assert.equal(refreshes, 1);
});

test('a session ends after two idle hours of the org clock', async () => {
  const { body } = await requestToken({
    grant_type: 'client_credentials',
    client_id: org.credentials.clientId,
    client_secret: org.credentials.clientSecret,
  });
  const token = (body as Record<string, string>)['access_token'] ?? '';
  assert.equal((await ask(org, `${root}/limits`, { token })).status, 200);
  await ask(org, '/__org/clock', { method: 'POST', body: { advanceMs: 2 * 3_600_000 + 1 } });
  const { status, json } = await ask(org, `${root}/limits`, { token });
  assert.equal(status, 401);
  assert.deepEqual(json, [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]);
});

test('SOAP login gives a session, and logout ends it', async () => {
  const connection = new Connection({ loginUrl: org.url, version });
  const { organizationId } = await connection.login('admin@local.org', localPassword);
  assert.equal(organizationId, org.org.id);
  const token = connection.accessToken ?? '';
  await connection.logout();
  assert.equal((await ask(org, `${root}/limits`, { token })).status, 401);
  const wrong = new Connection({ loginUrl: org.url, version });
  await assert.rejects(wrong.login('admin@local.org', 'wrong'), /INVALID_LOGIN/);
});

test('revoking a token ends its session', async () => {
  const connection = unconnected();
  await connection.authorize({ grant_type: 'client_credentials' });
  const token = connection.accessToken ?? '';
  await connection.logout();
  assert.equal((await ask(org, `${root}/limits`, { token })).status, 401);
});

test('doubled slashes of a client reach the same place', async () => {
  const { status } = await ask(org, `//services/data/v${version}/limits`);
  assert.equal(status, 200);
  assert.equal((await askQuery(org, 'SELECT COUNT() FROM Lead')).status, 200);
});
