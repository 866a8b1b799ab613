import { ScoringError } from '../../domain/scoring-error.ts';
import type { ScoringErrorKind } from '../../domain/scoring-error.ts';
import type { WriteResult } from '../../ports/scores.ts';

/** An error of the org, for a call, a subrequest or one record, with the query that it refused. */
type OrgProblem = { code: string; message: string; query?: string };

/** Only the code is kept as a cause, because the text may quote values of records. */
type KnownCause = { code: string };

const noAccessCodes =
  /^(INVALID_FIELD|INVALID_FIELD_FOR_INSERT_UPDATE|INVALID_TYPE|INVALIDENTITY|INSUFFICIENT_ACCESS.*|NOT_FOUND|API_DISABLED_FOR_ORG)$/;
/** Bulk jobs report a missing field under a code of their own. */
const noAccessTexts = /No such column|Field name not found|Didn't understand relationship|is not supported/;

const namePatterns = [
  /No such column '([\w.]+)' on (?:entity|sobject of type) '?(\w+)'?/g,
  /sObject type '(\w+)' is not supported/g,
  /Field name not found : (\w+)/g,
  /Didn't understand relationship '(\w+)'/g,
  /Unable to create\/update fields: ([\w, ]+)/g,
];

const maintenanceCode = 'INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE';
/** Conditions that end soon, so that a later call may succeed. */
const transientCodes = new Set(['SERVER_UNAVAILABLE', 'UNABLE_TO_LOCK_ROW', maintenanceCode]);

/** The objects and fields that a message names; nothing else of it is shown, because it may quote records. */
function namesIn(message: string): string[] {
  return namePatterns.flatMap((pattern) =>
    [...message.matchAll(pattern)].map(([, name = '', object]) =>
      object === undefined ? name.trim() : `${object}.${name}`,
    ),
  );
}

function kindOf({ code, message }: OrgProblem): ScoringErrorKind {
  if (code === 'INVALID_SESSION_ID' || code === 'ERROR_HTTP_401') return 'salesforce.login-failed';
  // The limit of concurrent calls frees within seconds; the daily limit does not.
  const isConcurrency = message.includes('Concurrent');
  if (code === 'REQUEST_LIMIT_EXCEEDED') return isConcurrency ? 'salesforce.unreachable' : 'salesforce.limit-reached';
  if (transientCodes.has(code)) return 'salesforce.unreachable';
  return noAccessCodes.test(code) || noAccessTexts.test(message) ? 'salesforce.no-access' : 'salesforce.refused';
}

type ErrorText = { message: (code: string, names: string) => string; actions: string[] };

const texts: Partial<Record<ScoringErrorKind, ErrorText>> = {
  'salesforce.login-failed': {
    message: () => 'The org ended the session and does not accept a new one.',
    actions: ['Check the external client app and its run-as user in the org.'],
  },
  'salesforce.limit-reached': {
    message: () => "The org's limit of API calls is reached.",
    actions: [
      'Wait until calls are available again: the limit counts the last 24 hours.',
      'See Setup, Company Information.',
    ],
  },
  'salesforce.unreachable': {
    message: (code) => `The org is too busy to answer (${code}).`,
    actions: ['Try again in a few minutes.', 'See https://status.salesforce.com.'],
  },
  'salesforce.no-access': {
    message: (code, names) =>
      `The integration user has no access to ${names === '' ? 'something that is needed' : names} (${code}).`,
    actions: [
      'Assign the permission set ScoringIntegration to the integration user.',
      'Add read access to the named fields to a permission set of the integration user, or leave them out of the goal.',
    ],
  },
};

const refused: ErrorText = {
  message: (code, names) => `The org refused a call (${names === '' ? code : `${code}: ${names}`}).`,
  actions: ['See the debug log of the integration user in the org.', 'Try again.'],
};

const inMaintenance: ErrorText = {
  message: (code) => `The org is read-only for maintenance (${code}).`,
  actions: ['Wait: a run continues automatically when the maintenance is over.', 'See https://status.salesforce.com.'],
};

const retired: ErrorText = {
  message: (code) => `The org no longer serves the API version that the service uses (${code}).`,
  actions: ['Install a newer release of the service.'],
};

/** The query is the service's own: its shape shows what to fix, without its values. */
const malformed = (query: string): ErrorText => ({
  message: (code) => `The org cannot read a query of the service (${code}): ${queryShape(query)}`,
  actions: [
    'Check the conditions of the goal for a field or a value that the org does not accept.',
    'Report it as a defect of Plumbline, with this message.',
  ],
});

function textOf({ code, query }: OrgProblem, kind: ScoringErrorKind): ErrorText {
  if (code === maintenanceCode) return inMaintenance;
  if (code === 'UNSUPPORTED_API_VERSION') return retired;
  if (code === 'MALFORMED_QUERY' && query !== undefined) return malformed(query);
  return texts[kind] ?? refused;
}

/** The ScoringError for an error of the org, without the values that its message may quote. */
export function refusalOf(problem: OrgProblem): ScoringError {
  const kind = kindOf(problem);
  const { message, actions } = textOf(problem, kind);
  const names = [...new Set(namesIn(problem.message))].join(', ');
  const cause: KnownCause = { code: problem.code };
  return new ScoringError(kind, { message: message(problem.code, names), cause, actions });
}

/** No answer, or an incomplete one. */
export const unreachable = (message: string, cause: unknown): ScoringError =>
  new ScoringError('salesforce.unreachable', {
    message,
    cause,
    actions: ['Check that SALESFORCE_LOGIN_URL is right and that the network lets the service reach it.', 'Try again.'],
  });

/** The answer does not match the documented API. */
export const unexpectedAnswer = (what: string, cause?: unknown): ScoringError =>
  new ScoringError('salesforce.failed', {
    message: `The org's answer cannot be read: ${what}.`,
    cause,
    actions: ['Try again.', 'Report it with the request in the log if it happens again.'],
  });

/** The org's error code, undefined for any other error. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof ScoringError)) return undefined;
  const { cause } = error;
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : undefined;
}

/** Errors of a record whose text is the platform's or an admin's; the text of others may quote the record. */
const quotableCodes =
  /^(UNABLE_TO_LOCK_ROW|FIELD_CUSTOM_VALIDATION_EXCEPTION|ENTITY_IS_DELETED|INSUFFICIENT_ACCESS.*|INVALID_FIELD|INVALID_FIELD_FOR_INSERT_UPDATE|INVALID_CROSS_REFERENCE_KEY|REQUIRED_FIELD_MISSING|CANNOT_UPDATE_CONVERTED_LEAD|NOT_PROCESSED)$/;

/** Reported for a record, but the cause affects the whole org. */
const orgWideCodes = new Set([
  'INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE',
  'REQUEST_LIMIT_EXCEEDED',
  'SERVER_UNAVAILABLE',
]);

export type RecordProblem = { code: string; message: string; fields: string[] };

function recordMessage({ code, message, fields }: RecordProblem): string {
  if (quotableCodes.test(code)) return message;
  return fields.length === 0 ? 'The org refused the record.' : `The org refused the record for ${fields.join(', ')}.`;
}

/** The error of one record. Throws ScoringError `salesforce.*` when the cause affects all of them. */
export function recordError(problem: RecordProblem): NonNullable<WriteResult['error']> {
  if (orgWideCodes.has(problem.code)) throw refusalOf(problem);
  return { code: problem.code, message: recordMessage(problem) };
}

/** The SOQL of a call: in the URL of a query, or in the body of a query job. */
export function queryOf({ path, body }: { path: string; body?: unknown }): string | undefined {
  const asked = /\/queryAll\/?\?|\/query\/?\?/.test(path) ? path.slice(path.indexOf('?')) : undefined;
  if (asked !== undefined) return new URLSearchParams(asked).get('q') ?? undefined;
  if (typeof body !== 'object' || body === null || !('query' in body)) return undefined;
  return typeof body.query === 'string' ? body.query : undefined;
}

/**
 * A query without its values, for messages and logs. Everything from the first quote to the last is removed, because in a
 * malformed query it is unknown which quotes belong together, or whether a text is terminated.
 */
function queryShape(soql: string): string {
  const [head = '', ...texts] = soql.split("'");
  const tail = texts.length % 2 === 0 ? (texts.at(-1) ?? '') : '';
  const shape = texts.length === 0 ? head : `${head}'…'${tail}`;
  return shape.replace(/\b\d[\w.:+-]*/g, '…');
}
