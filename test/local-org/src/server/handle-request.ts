import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { OrgError } from '../org-error.ts';
import { answerAdmin } from './admin.ts';
import { answerApi } from './answer-api.ts';
import { answerIdentity, answerRevoke } from './auth/identity.ts';
import { answerAura, auraMethod } from './aura.ts';
import { answerToken } from './auth/token-endpoint.ts';
import { answerStreaming } from './cometd.ts';
import { errorReply, knownError } from './error-table.ts';
import type { CallFault } from './faults.ts';
import { answerPage } from './page/answer-page.ts';
import { openBody, readAddress, readToken, readWhole } from './read-request.ts';
import { json, text as textReply } from './reply.ts';
import type { Reply } from './reply.ts';
import { answerVersions } from './routes/resources.ts';
import { sendHalf, sendReply } from './send-reply.ts';
import type { ServerState } from './server-state.ts';
import { answerSoap, soapRefusal } from './soap/answer-soap.ts';

type Call = { request: IncomingMessage; method: string; path: string; query: URLSearchParams };

const isLoopback = ({ socket }: IncomingMessage): boolean =>
  ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(socket.remoteAddress ?? '');

async function answerAdminCall(state: ServerState, call: Call): Promise<Reply> {
  const { request } = call;
  if (!isLoopback(request)) throw new OrgError('NOT_FOUND', 'The requested resource does not exist', { status: 404 });
  return answerAdmin(state, call, await readWhole(openBody(request)));
}

async function readForm({ request, query }: Call): Promise<URLSearchParams> {
  const body = await readWhole(openBody(request));
  return new URLSearchParams([...query, ...new URLSearchParams(body.toString('utf8'))]);
}

async function answerOther(state: ServerState, call: Call): Promise<Reply> {
  const { request, path } = call;
  if (path === '/services/oauth2/token') return answerToken(state, await readForm(call), request.headers);
  if (path === '/services/oauth2/revoke') return answerRevoke(state, await readForm(call));
  if (path === '/services/oauth2/userinfo' || path.startsWith('/id/')) return answerIdentity(state, readToken(request));
  if (/^\/services\/data\/?$/.test(path)) return answerVersions();
  if (/^\/cometd\/\d+\.0(?:\/|$)/.test(path)) {
    return answerStreaming(state, readToken(request), await readWhole(openBody(request)));
  }
  const target = auraMethod(path);
  if (target !== undefined) {
    return answerAura(state, { target, token: readToken(request), body: await readWhole(openBody(request)) });
  }
  const soap = path.startsWith('/services/Soap/')
    ? await answerSoap(state, path, await readWhole(openBody(request)))
    : undefined;
  if (soap !== undefined) return soap;
  throw new OrgError('NOT_FOUND', 'The requested resource does not exist', { status: 404 });
}

/** As documented for the REST API: of the URI, and of the URI with the headers. */
const mostHeadBytes = 16_384;

function requireShortHead({ url = '', rawHeaders }: IncomingMessage): void {
  if (url.length > mostHeadBytes) {
    throw new OrgError('URI_TOO_LONG', `The URI exceeds the ${mostHeadBytes}-byte limit`, { status: 414 });
  }
  if (url.length + rawHeaders.join('').length <= mostHeadBytes) return;
  const message = `The URI and the headers together exceed the ${mostHeadBytes}-byte limit`;
  throw new OrgError('REQUEST_HEADER_FIELDS_TOO_LARGE', message, { status: 431 });
}

async function answer(state: ServerState, call: Call): Promise<Reply> {
  const { request, method, path, query } = call;
  try {
    requireShortHead(request);
    const page = isLoopback(request) ? answerPage(state, call) : undefined;
    if (page !== undefined) return page;
    if (path.startsWith('/__org/')) return await answerAdminCall(state, call);
    if (!/^\/services\/data\/v/.test(path)) return await answerOther(state, call);
    const body = openBody(request);
    return await answerApi(state, { method, path, query, headers: request.headers, token: readToken(request), body });
  } catch (error) {
    if (error instanceof OrgError) return errorReply(error);
    throw error;
  }
}

/** The response of a planted fault; undefined when it only delays the call or breaks the connection. */
function faultAnswer({ code, message, status, body, headers = {} }: CallFault, path: string): Reply | undefined {
  if (code === undefined && status === undefined) return undefined;
  const errorCode = code ?? 'UNKNOWN_EXCEPTION';
  const known = knownError(errorCode);
  const text = message ?? known.message;
  const own = soapRefusal(path, { code: errorCode, message: text });
  const reply = body === undefined && status === undefined ? own : undefined;
  if (typeof body === 'string') return textReply(headers['content-type'] ?? 'text/plain', body, status ?? known.status);
  return {
    ...(reply ?? json(body ?? [{ message: text, errorCode }], status ?? known.status)),
    headers,
  };
}

/** Whether the connection breaks before the call is processed. */
async function meetFault(fault: CallFault | undefined): Promise<boolean> {
  if (fault?.latencyMs !== undefined) await sleep(fault.latencyMs);
  return fault?.drop === 'before';
}

/** Answers one request, planted faults included, and logs it. */
export async function handleRequest(
  state: ServerState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const startedAt = performance.now();
  const { path, query } = readAddress(request);
  const method = request.method ?? 'GET';
  const isAdmin = path === '/' || path.startsWith('/__org/');
  const fault = isAdmin ? undefined : state.faults.ofCall(method, path);
  if (await meetFault(fault)) {
    request.socket.destroy();
    return;
  }
  const reply = (fault && faultAnswer(fault, path)) ?? (await answer(state, { request, method, path, query }));
  if (!isAdmin) {
    const ms = Math.round((performance.now() - startedAt) * 10) / 10;
    state.requests.add({ at: state.org.clock.now().toISOString(), method, path, status: reply.status, ms });
    response.setHeader('Sforce-Limit-Info', `api-usage=${state.usage.used}/${state.usage.limit}`);
  }
  if (fault?.drop === 'half') await sendHalf(response, reply);
  else await sendReply(request, response, reply);
}
