import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { localPassword, readAssertion } from '../client-app.ts';
import { json } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { ServerState } from '../server-state.ts';

type Grant = { userId: string; refreshToken?: string };
type Refusal = { error: string; description: string };
type Outcome = Grant | Refusal;

const refuse = (error: string, description: string): Refusal => ({ error, description });

function sameText(one: string, other: string): boolean {
  const [oneBytes, otherBytes] = [Buffer.from(one), Buffer.from(other)];
  return oneBytes.length === otherBytes.length && timingSafeEqual(oneBytes, otherBytes);
}

/** Undefined for a malformed encoding. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    if (cause instanceof URIError) return undefined;
    throw cause;
  }
}

function readClient(form: URLSearchParams, headers: IncomingHttpHeaders): { id: string; secret: string } {
  const basic = /^Basic (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (basic === undefined) return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { id: decoded(id) ?? '', secret: decoded(secret) ?? '' };
}

function checkClient({ app }: ServerState, form: URLSearchParams, headers: IncomingHttpHeaders): Refusal | undefined {
  const { id, secret } = readClient(form, headers);
  if (id !== app.clientId) return refuse('invalid_client_id', 'client identifier invalid');
  if (!sameText(secret, app.clientSecret)) return refuse('invalid_client', 'invalid client credentials');
  return undefined;
}

function grantJwt({ app, org, url }: ServerState, form: URLSearchParams): Outcome {
  const assertion = app.publicKey && readAssertion(form.get('assertion') ?? '', app.publicKey);
  if (assertion === undefined) return refuse('invalid_grant', 'invalid assertion');
  if (assertion.issuer !== app.clientId) return refuse('invalid_client_id', 'client identifier invalid');
  const audiences = ['https://login.salesforce.com', 'https://test.salesforce.com', url];
  if (!audiences.includes(assertion.audience.replace(/\/$/, ''))) return refuse('invalid_grant', 'audience is invalid');
  // The client signs the assertion with the machine's time, not the org's.
  if (assertion.expiresAtMs < Date.now()) return refuse('invalid_grant', 'expired authorization code');
  const userId = org.userId(assertion.subject);
  return userId === undefined ? refuse('invalid_grant', "user hasn't approved this consumer") : { userId };
}

function grantPassword({ org, sessions }: ServerState, form: URLSearchParams): Outcome {
  const userId = org.userId(form.get('username') ?? '');
  if (userId === undefined || form.get('password') !== localPassword) {
    return refuse('invalid_grant', 'authentication failure');
  }
  return { userId, refreshToken: sessions.startRefresh(userId) };
}

function grantRefresh({ sessions }: ServerState, form: URLSearchParams): Outcome {
  const userId = sessions.userOfRefresh(form.get('refresh_token') ?? '');
  return userId === undefined ? refuse('invalid_grant', 'expired access/refresh token') : { userId };
}

function grantClient({ app, org }: ServerState): Outcome {
  const userId = org.userId(app.runAs);
  return userId === undefined ? refuse('invalid_grant', 'no client credentials user enabled') : { userId };
}

function decide(state: ServerState, form: URLSearchParams, headers: IncomingHttpHeaders): Outcome {
  const grantType = form.get('grant_type');
  if (grantType === 'urn:ietf:params:oauth:grant-type:jwt-bearer') return grantJwt(state, form);
  const grants: Record<string, () => Outcome> = {
    client_credentials: () => grantClient(state),
    password: () => grantPassword(state, form),
    refresh_token: () => grantRefresh(state, form),
  };
  const grant = grants[grantType ?? ''];
  if (grant === undefined) return refuse('unsupported_grant_type', 'grant type not supported');
  return checkClient(state, form, headers) ?? grant();
}

/** POST `/services/oauth2/token`. Refusals are the platform's: status 400, `{error, error_description}`. */
export function answerToken(state: ServerState, form: URLSearchParams, headers: IncomingHttpHeaders): Reply {
  const outcome = decide(state, form, headers);
  if ('error' in outcome) return json({ error: outcome.error, error_description: outcome.description }, 400);
  const id = `${state.url}/id/${state.org.id}/${outcome.userId}`;
  const issuedAt = String(state.org.clock.now().getTime());
  return json({
    access_token: state.sessions.start(outcome.userId),
    ...(outcome.refreshToken === undefined ? {} : { refresh_token: outcome.refreshToken }),
    signature: createHmac('sha256', state.app.clientSecret).update(`${id}${issuedAt}`).digest('base64'),
    scope: 'api refresh_token id',
    instance_url: state.url,
    id,
    token_type: 'Bearer',
    issued_at: issuedAt,
    api_instance_url: state.url,
  });
}
