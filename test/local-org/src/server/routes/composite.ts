import { OrgError } from '../../org-error.ts';
import type { ApiCall } from '../api-call.ts';
import { errorReply } from '../error-table.ts';
import { isObject, readBody, readList, readObject, readOptionalText, readText } from '../json-value.ts';
import { json } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { ServerState } from '../server-state.ts';
import { answerSubrequest } from './composable.ts';
import { fillReferences, fillText } from './references.ts';
import type { AnsweredBodies } from './references.ts';
import { subrequestCall } from './subrequest-call.ts';

const mostSubrequests = 25;
const mostQueries = 5;

type Subrequest = {
  method: string;
  url: string;
  referenceId: string;
  body: unknown;
  httpHeaders: Record<string, string>;
};
type SubAnswer = {
  body: unknown;
  httpHeaders: Record<string, string>;
  httpStatusCode: number;
  referenceId: string | null;
};

/** Carries the answers out of the transaction that it rolls back. */
class Halted extends Error {
  readonly answers: SubAnswer[];

  constructor(answers: SubAnswer[]) {
    super('A subrequest of an all-or-none composite request failed.');
    this.answers = answers;
  }
}

function readSubrequest(value: unknown): Subrequest {
  const { method, url, referenceId, body, httpHeaders } = readObject(value, 'compositeRequest');
  const headers = isObject(httpHeaders) ? httpHeaders : {};
  return {
    method: readText(method, 'method').toUpperCase(),
    url: readText(url, 'url'),
    referenceId: readText(referenceId, 'referenceId'),
    body,
    httpHeaders: Object.fromEntries(
      Object.entries(headers).map(([name, text]) => [name.toLowerCase(), readOptionalText(text, name) ?? '']),
    ),
  };
}

const isQuery = ({ url }: Subrequest): boolean => /\/(query|queryAll|composite\/sobjects)([/?]|$)/.test(url);

const refusal = (message: string): SubAnswer => ({
  body: [{ errorCode: 'LIMIT_EXCEEDED', message }],
  httpHeaders: {},
  httpStatusCode: 400,
  referenceId: null,
});

/** The platform's error for a request that is too large. */
function findRefusal(subrequests: Subrequest[]): SubAnswer | undefined {
  if (subrequests.length > mostSubrequests) {
    return refusal(`The request can’t contain more than ${mostSubrequests} operations.`);
  }
  if (subrequests.filter(isQuery).length > mostQueries) {
    return refusal(`The request can’t contain more than ${mostQueries} query or sObject collection operations.`);
  }
  return undefined;
}

function runSubrequest(state: ServerState, call: ApiCall, sub: Subrequest, bodies: AnsweredBodies): Reply {
  try {
    const url = fillText(bodies, sub.url);
    const body = sub.body === undefined ? undefined : fillReferences(bodies, sub.body);
    const { method, httpHeaders } = sub;
    return answerSubrequest(state, subrequestCall(call, { method, url, body, headers: httpHeaders }));
  } catch (error) {
    if (error instanceof OrgError) return errorReply(error);
    throw error;
  }
}

const bodyOf = ({ content }: Reply): unknown => (content.kind === 'json' ? content.value : null);

function runAll(state: ServerState, call: ApiCall, subrequests: Subrequest[], allOrNone: boolean): SubAnswer[] {
  const bodies = new Map<string, unknown>();
  const answers: SubAnswer[] = [];
  for (const sub of subrequests) {
    const reply = runSubrequest(state, call, sub, bodies);
    // Later subrequests refer to what the client would see, dates and numbers as JSON has them.
    const body: unknown = JSON.parse(JSON.stringify(bodyOf(reply)));
    const { referenceId } = sub;
    answers.push({ body, httpHeaders: reply.headers, httpStatusCode: reply.status, referenceId });
    if (reply.status < 400) bodies.set(referenceId, body);
    else if (allOrNone) throw new Halted(answers);
  }
  return answers;
}

function haltedAnswers(subrequests: Subrequest[], answers: SubAnswer[]): SubAnswer[] {
  const message = 'The transaction was rolled back since another operation in the same transaction failed.';
  return subrequests.map(({ referenceId }, index) => {
    const answer = answers[index];
    if (answer !== undefined && answer.httpStatusCode >= 400) return answer;
    return { body: [{ errorCode: 'PROCESSING_HALTED', message }], httpHeaders: {}, httpStatusCode: 400, referenceId };
  });
}

/** POST `composite`: up to 25 subrequests that may refer to the answers of earlier ones. */
export function answerComposite(state: ServerState, call: ApiCall): Reply {
  const { compositeRequest, allOrNone } = readBody(call.body);
  const subrequests = readList(compositeRequest, 'compositeRequest').map(readSubrequest);
  const refused = findRefusal(subrequests);
  if (refused !== undefined) return json({ compositeResponse: [refused] });
  if (allOrNone !== true) return json({ compositeResponse: runAll(state, call, subrequests, false) });
  try {
    return json({ compositeResponse: state.org.transaction(() => runAll(state, call, subrequests, true)) });
  } catch (error) {
    if (!(error instanceof Halted)) throw error;
    return json({ compositeResponse: haltedAnswers(subrequests, error.answers) });
  }
}
