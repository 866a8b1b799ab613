import { ScoringError } from '../../domain/scoring-error.ts';
import type { ScoringErrorKind } from '../../domain/scoring-error.ts';
import type { WriteResult } from '../../ports.ts';

/** How the platform names a refusal: of a call, of a subrequest or of one record; with the query that it refused. */
export type OrgProblem = { code: string; message: string; query?: string };

/** What is kept of a refusal for those who must decide by it: the platform's code, never its text. */
type KnownCause = { code: string };

const noAccessCodes =
  /^(INVALID_FIELD|INVALID_FIELD_FOR_INSERT_UPDATE|INVALID_TYPE|INVALIDENTITY|INSUFFICIENT_ACCESS.*|NOT_FOUND|API_DISABLED_FOR_ORG)$/;
/** Bulk jobs wrap the code of a missing field in one of their own. */
const noAccessTexts = /No such column|Field name not found|Didn't understand relationship|is not supported/;

const namePatterns = [
  /No such column '([\w.]+)' on (?:entity|sobject of type) '?(\w+)'?/g,
  /sObject type '(\w+)' is not supported/g,
  /Field name not found : (\w+)/g,
  /Didn't understand relationship '(\w+)'/g,
  /Unable to create\/update fields: ([\w, ]+)/g,
];

const maintenanceCode = 'INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE';
/** What passes by itself soon: the next call may work. */
const passingCodes = new Set(['SERVER_UNAVAILABLE', 'UNABLE_TO_LOCK_ROW', maintenanceCode]);

/** Objects and fields that a message names; nothing else of it may be shown, because it may quote records. */
function namesIn(message: string): string[] {
  return namePatterns.flatMap((pattern) =>
    [...message.matchAll(pattern)].map(([, name = '', object]) =>
      object === undefined ? name.trim() : `${object}.${name}`,
    ),
  );
}

function kindOf({ code, message }: OrgProblem): ScoringErrorKind {
  if (code === 'INVALID_SESSION_ID' || code === 'ERROR_HTTP_401') return 'salesforce.login-failed';
  // Too many calls at once are over when they are answered; the limit of the day is not.
  const isAtOnce = message.includes('Concurrent');
  if (code === 'REQUEST_LIMIT_EXCEEDED') return isAtOnce ? 'salesforce.unreachable' : 'salesforce.limit-reached';
  if (passingCodes.has(code)) return 'salesforce.unreachable';
  return noAccessCodes.test(code) || noAccessTexts.test(message) ? 'salesforce.no-access' : 'salesforce.refused';
}

type Told = { message: (code: string, names: string) => string; actions: string[] };

const told: Partial<Record<ScoringErrorKind, Told>> = {
  'salesforce.login-failed': {
    message: () => 'The org ended the session and does not accept a new one.',
    actions: ['Check the connected app and its run-as user in the org.'],
  },
  'salesforce.limit-reached': {
    message: () => "The org's limit of API calls is reached.",
    actions: [
      'Wait until calls are free again: the limit counts the last 24 hours.',
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

const refused: Told = {
  message: (code, names) => `The org refused a call (${names === '' ? code : `${code}: ${names}`}).`,
  actions: ['See the debug log of the integration user in the org.', 'Try again.'],
};

const inMaintenance: Told = {
  message: (code) => `The org is read-only for maintenance (${code}).`,
  actions: ['Wait: a run goes on by itself when the maintenance is over.', 'See https://status.salesforce.com.'],
};

/** The query is ours, so that its shape says what to mend; its values stay here. */
const malformed = (query: string): Told => ({
  message: (code) => `The org cannot read a query of the service (${code}): ${queryShape(query)}`,
  actions: [
    'Check the conditions of the goal for a field or a value that the org does not take.',
    'Report it as a defect of Plumbline, with this message.',
  ],
});

function toldOf({ code, query }: OrgProblem, kind: ScoringErrorKind): Told {
  if (code === maintenanceCode) return inMaintenance;
  if (code === 'MALFORMED_QUERY' && query !== undefined) return malformed(query);
  return told[kind] ?? refused;
}

/** What the org refused, without the values that its message may quote. */
export function refusalOf(problem: OrgProblem): ScoringError {
  const kind = kindOf(problem);
  const { message, actions } = toldOf(problem, kind);
  const names = [...new Set(namesIn(problem.message))].join(', ');
  const cause: KnownCause = { code: problem.code };
  return new ScoringError(kind, { message: message(problem.code, names), cause, actions });
}

/** Nobody answered, or only half. */
export const unreachable = (message: string, cause: unknown): ScoringError =>
  new ScoringError('salesforce.unreachable', {
    message,
    cause,
    actions: ['Check that SALESFORCE_LOGIN_URL is right and that the network lets the service reach it.', 'Try again.'],
  });

/** The answer is not what the API promises. */
export const unexpectedAnswer = (what: string, cause?: unknown): ScoringError =>
  new ScoringError('salesforce.failed', {
    message: `The org's answer cannot be read: ${what}.`,
    cause,
    actions: ['Try again.', 'Report it with the request in the log when it comes again.'],
  });

/** The platform's code of a refusal. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof ScoringError)) return undefined;
  const { cause } = error;
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : undefined;
}

/** Refusals of a record whose text is the platform's or the admin's own; others may quote the record. */
const toldCodes =
  /^(UNABLE_TO_LOCK_ROW|FIELD_CUSTOM_VALIDATION_EXCEPTION|ENTITY_IS_DELETED|INSUFFICIENT_ACCESS.*|INVALID_FIELD|INVALID_FIELD_FOR_INSERT_UPDATE|INVALID_CROSS_REFERENCE_KEY|REQUIRED_FIELD_MISSING|CANNOT_UPDATE_CONVERTED_LEAD|NOT_PROCESSED)$/;

/** Said of a record, but true of the whole org for now. */
const orgWideCodes = new Set([
  'INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE',
  'REQUEST_LIMIT_EXCEEDED',
  'SERVER_UNAVAILABLE',
]);

export type RecordProblem = { code: string; message: string; fields: string[] };

function tell({ code, message, fields }: RecordProblem): string {
  if (toldCodes.test(code)) return message;
  return fields.length === 0 ? 'The org refused the record.' : `The org refused the record for ${fields.join(', ')}.`;
}

/** What the org says against one record. Throws ScoringError `salesforce.*` for what holds against all of them. */
export function recordError(problem: RecordProblem): NonNullable<WriteResult['error']> {
  if (orgWideCodes.has(problem.code)) throw refusalOf(problem);
  return { code: problem.code, message: tell(problem) };
}

/** Where the query of a call is: in the address of a query, or in the body of a query job. */
export function queryOf({ path, body }: { path: string; body?: unknown }): string | undefined {
  const asked = /\/queryAll\/?\?|\/query\/?\?/.test(path) ? path.slice(path.indexOf('?')) : undefined;
  if (asked !== undefined) return new URLSearchParams(asked).get('q') ?? undefined;
  if (typeof body !== 'object' || body === null || !('query' in body)) return undefined;
  return typeof body.query === 'string' ? body.query : undefined;
}

/**
 * A query without its values, to be told and logged. From the first quote to the last nothing is kept: where the org
 * cannot read a query, nobody can say which of them belong together, nor what follows a text that has no end.
 */
export function queryShape(soql: string): string {
  const [head = '', ...texts] = soql.split("'");
  const tail = texts.length % 2 === 0 ? (texts.at(-1) ?? '') : '';
  const shape = texts.length === 0 ? head : `${head}'…'${tail}`;
  return shape.replace(/\b\d[\w.:+-]*/g, '…');
}
