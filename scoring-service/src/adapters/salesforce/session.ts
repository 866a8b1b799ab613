import { Connection, OAuth2 } from 'jsforce';
import type { HttpRequest } from 'jsforce';
import { z } from 'zod';
import { ScoringError } from '../../domain/scoring-error.ts';
import { FetchTransport, callOrg, readText } from './org-call.ts';
import type { ApiUsage, CallOptions, CallSettings, OpenAnswer } from './org-call.ts';
import { codeOf, refusalOf, queryOf } from './org-errors.ts';

/** How the service logs in: as an external client app, or with an access token that the caller renews. */
export type Login =
  { loginUrl: string; clientId: string; clientSecret: string } | { instanceUrl: string; accessToken: string };

export type OrgRequest = CallOptions & {
  method: HttpRequest['method'];
  /** Below `/services/data/vXX.0`, or from the root of the instance. */
  path: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent unchanged. */
  csv?: string;
};

/** A session with one org, which logs in on its first call and again when its token expires. */
export type Session = {
  /** `/services/data/vXX.0`. */
  readonly root: string;
  /** Returns the answer's JSON, undefined for an empty answer. Throws ScoringError `salesforce.*`. */
  send(request: OrgRequest): Promise<unknown>;
  /** Returns a CSV answer as text. Throws ScoringError `salesforce.*`. */
  sendForText(request: OrgRequest): Promise<string>;
  /** Reads an answer as it arrives; a broken one is read again from its start. Throws ScoringError `salesforce.*`. */
  stream<T>(path: string, options: CallOptions, read: (answer: OpenAnswer) => Promise<T>): Promise<T>;
  apiUsage(): ApiUsage | undefined;
};

/**
 * Sent with everything that may write, because a save must not start rules that change the record further: assignment
 * rules run by default and would hand a lead to another owner, and a duplicate rule that alerts refuses the save.
 */
const writeHeaders = { 'Sforce-Auto-Assign': 'FALSE', 'Sforce-Duplicate-Rule-Header': 'allowSave=true' };

/** Waits before each renewal of a session that the org has ended: it may end another one while a call is repeated. */
const renewalDelaysMs: readonly number[] = [0, 1000, 5000];

/** Waits before each retry of a locked record. */
export const lockDelaysMs: readonly number[] = [500, 1000, 2000, 4000, 8000];

/** Called with the id of the org at each login; what it throws ends the login. */
export type AcceptOrg = (orgId: string) => Promise<void>;

/** Opens a session. Nothing is sent before the first call. */
export function openSession(
  login: Login,
  {
    apiVersion,
    acceptOrg = () => Promise.resolve(),
    ...given
  }: Omit<CallSettings, 'onUsage'> & { apiVersion: string; acceptOrg?: AcceptOrg },
): Session {
  let usage: ApiUsage | undefined;
  const settings: CallSettings = { ...given, onUsage: (latest) => (usage = latest) };
  const connection = openConnection(login, apiVersion, settings);
  const oauth2 = openLogin(login, settings);
  const root = `/services/data/v${apiVersion}`;
  let pendingLogin: Promise<void> | undefined;

  async function logIn(app: OAuth2): Promise<void> {
    try {
      const token = tokenSchema.parse(await app.requestToken({ grant_type: 'client_credentials' }));
      // Before the token is used: nothing is read from another org, nor written to it.
      await acceptOrg(token.id);
      connection.accessToken = token.access_token;
      connection.instanceUrl = token.instance_url;
    } catch (error) {
      throw error instanceof ScoringError ? error : loginRefused(error);
    }
    settings.log.info('salesforce.login', {});
  }

  /** Logs in unless the token was already replaced; concurrent calls share one login. */
  async function renew(app: OAuth2, token: string | null | undefined): Promise<void> {
    if (connection.accessToken !== token) return;
    pendingLogin ??= logIn(app).finally(() => (pendingLogin = undefined));
    await pendingLogin;
  }

  async function inSession<T>(call: () => Promise<T>, query?: string): Promise<T> {
    if (oauth2 && !connection.accessToken) await renew(oauth2, connection.accessToken);
    for (const delayMs of renewalDelaysMs) {
      const token = connection.accessToken;
      try {
        return await call();
      } catch (error) {
        const refusal = toScoringError(error, query);
        const isExpired = codeOf(refusal) === 'INVALID_SESSION_ID';
        if (!isExpired || oauth2 === undefined) throw refusal;
        if (delayMs > 0) await settings.sleep(delayMs);
        await renew(oauth2, token);
      }
    }
    try {
      return await call();
    } catch (error) {
      throw toScoringError(error, query);
    }
  }

  const toHttp = ({ method, path, body, csv }: OrgRequest): HttpRequest => ({
    method,
    url: path.startsWith('/services/') ? path : root + path,
    headers: {
      ...(method !== 'GET' && writeHeaders),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(csv !== undefined && { 'content-type': 'text/csv' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(csv !== undefined && { body: csv }),
  });
  const optionsOf = ({ isRepeatable, signal }: CallOptions): CallOptions => ({ isRepeatable, signal });

  return {
    root,
    send: (request) => {
      const call = async (): Promise<unknown> => await connection.request<unknown>(toHttp(request), optionsOf(request));
      return retryLocked(settings, () => inSession(call, queryOf(request)), request.signal);
    },
    sendForText: (request) =>
      inSession(
        async () =>
          await connection.request<string>(toHttp(request), { ...optionsOf(request), responseType: 'text/plain' }),
      ),
    stream: (path, options, read) =>
      inSession(() => {
        const url = `${connection.instanceUrl}${root}${path}`;
        const headers = { Authorization: `Bearer ${connection.accessToken ?? ''}` };
        return callOrg(settings, { method: 'GET', url, headers }, options, async (answer) => {
          if (answer.status < 400) return read(answer);
          throw refusalInText(answer.status, await readText(answer.chunks));
        });
      }),
    apiUsage: () => usage,
  };
}

/** jsforce keeps the code of RFC 6749, such as `invalid_client`, as the error's name; its text is left out. */
function loginRefused(cause: unknown): ScoringError {
  const code = cause instanceof Error && /^\w{1,60}$/.test(cause.name) ? cause.name : 'unknown';
  return new ScoringError('salesforce.login-failed', {
    message: `The org refused the login of the service (${code}).`,
    cause: { code },
    actions: [
      'Check SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET against the external client app.',
      'Enable the client credentials flow of the external client app and choose the integration user as its run-as user.',
    ],
  });
}

/** Errors of the org have jsforce's `errorCode`; any other was thrown by the transport and stays as it is. */
function toScoringError(error: unknown, query?: string): unknown {
  if (!(error instanceof Error) || error instanceof ScoringError || !('errorCode' in error)) return error;
  const { message, errorCode } = error;
  return refusalOf({ code: typeof errorCode === 'string' ? errorCode : 'UNKNOWN', message, query });
}

function refusalInText(status: number, text: string): ScoringError {
  const [, code = `ERROR_HTTP_${status}`] = /"errorCode"\s*:\s*"(\w+)"/.exec(text) ?? [];
  return refusalOf({ code, message: text });
}

const tokenSchema = z.object({
  access_token: z.string(),
  instance_url: z.string(),
  /** `https://login.salesforce.com/id/ORG/USER`. */
  id: z.string().transform((url, context) => {
    const orgId = /\/id\/(00D\w{12}(?:\w{3})?)\/\w+$/.exec(url)?.[1];
    if (orgId !== undefined) return orgId;
    context.addIssue({ code: 'custom', message: 'The identity names no org.' });
    return z.NEVER;
  }),
});

/** The client of the token endpoint, undefined for a login that cannot renew its token. */
function openLogin(login: Login, settings: CallSettings): OAuth2 | undefined {
  if ('accessToken' in login) return undefined;
  const oauth2 = new OAuth2(login);
  // Requesting a second token is harmless.
  oauth2._transport = new FetchTransport(settings, { isRepeatable: true });
  return oauth2;
}

/** The connection gets no OAuth client, because jsforce would renew without end when the org refuses every token. */
function openConnection(login: Login, apiVersion: string, settings: CallSettings): Connection {
  const connection = new Connection(
    'accessToken' in login
      ? { ...login, version: apiVersion }
      : { instanceUrl: login.loginUrl, loginUrl: login.loginUrl, version: apiVersion },
  );
  connection._transport = new FetchTransport(settings);
  return connection;
}

/** Repeats a call while its record is locked: a call that the lock refused has changed nothing. */
async function retryLocked<T>(
  { sleep, log }: Pick<CallSettings, 'sleep' | 'log'>,
  call: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  for (const [retry, delayMs] of lockDelaysMs.entries()) {
    try {
      return await call();
    } catch (error) {
      if (codeOf(error) !== 'UNABLE_TO_LOCK_ROW') throw error;
      log.info('salesforce.row-locks', { records: 1, retry: retry + 1, delayMs });
    }
    await sleep(delayMs, signal);
  }
  return call();
}
