import { faultOfSending, resolveEndpoint } from '../callouts.ts';
import type { CalloutRequest } from '../callout-request.ts';
import { HttpHeaders } from '../library/http-classes.ts';
import type { HttpRequestState, HttpResponseState } from '../library/http-classes.ts';
import { ApexFault } from '../run.ts';
import type { Transaction } from '../transaction.ts';
import type { ApexObject } from '../values.ts';
import type { Value } from '../values.ts';
import { definePlatformClass, given } from './define.ts';

const fault = (message: string): ApexFault => new ApexFault('System.CalloutException', message);

const longestTimeoutMs = 120_000;

/** What must hold before any callout. */
function begin(t: Transaction, request: ApexObject | null): HttpRequestState {
  const state = given(request).native as HttpRequestState;
  if (t.isInTrigger) throw fault('Callout from triggers are currently not supported.');
  if (t.hasWritten) {
    throw fault('You have uncommitted work pending. Please commit or rollback before calling out');
  }
  const refusal = t.state.get('callout refusal');
  if (typeof refusal === 'string') throw fault(refusal);
  if (t.isScheduled) throw fault('Callout from scheduled Apex not supported.');
  if (state.endpoint === null || state.endpoint === '') throw fault('endpoint cannot be null');
  if (state.method === null) throw fault('Method cannot be null');
  if (state.timeoutMs < 1 || state.timeoutMs > longestTimeoutMs)
    throw fault('Invalid timeout value. Value must be between 1 and 120000');
  t.use('Callouts');
  return state;
}

/** In a test the mock answers. */
function answerOfMock(t: Transaction, request: ApexObject | null): Value {
  const mock = t.test?.mocks.get('system.httpcalloutmock');
  if (mock === undefined) {
    throw new ApexFault('System.TypeException', 'Methods defined as TestMethod do not support Web service callouts');
  }
  return t.call(mock, 'respond', [request]);
}

function sendNow(t: Transaction, _me: ApexObject, request: ApexObject | null): Value {
  begin(t, request);
  if (t.test === undefined) throw fault('Callouts are not supported here: the transaction cannot wait.');
  return answerOfMock(t, request);
}

async function sendAndWait(t: Transaction, _me: ApexObject, request: ApexObject | null): Promise<Value> {
  const state = begin(t, request);
  if (t.test !== undefined) return answerOfMock(t, request);
  try {
    const response = await t.host.send(outgoing(t, state));
    const headers = new HttpHeaders();
    for (const [name, value] of response.headers) headers.set(name, value);
    return t.make('System.HttpResponse', {
      status: response.statusText,
      statusCode: response.status,
      headers,
      body: response.body,
    } satisfies HttpResponseState);
  } catch (error) {
    throw faultOfSending(error);
  }
}

function outgoing(t: Transaction, state: HttpRequestState): CalloutRequest {
  const { secrets } = t.host;
  const { endpoint, headers } = resolveEndpoint(t.org, { userId: t.user.id, endpoint: state.endpoint ?? '', secrets });
  return {
    method: state.method ?? 'GET',
    url: endpoint,
    headers: [...headers, ...state.headers.all.map(({ name, value }) => [name, value] as const)],
    body: state.body,
    timeoutMs: state.timeoutMs,
  };
}

export const httpSendClasses = [
  definePlatformClass('System.Http', {
    'new()': (t) => t.make('System.Http', {}),
    'HttpResponse send(HttpRequest request)': Object.assign(sendNow, { mayWait: sendAndWait }),
    'String toString()': () => 'System.Http[]',
  }),
];
