import type { OrgError } from '../org-error.ts';
import type { RecordError } from '../org.ts';
import { json } from './reply.ts';
import type { Reply } from './reply.ts';

type KnownError = { status: number; message: string };

/** What the platform answers to writes while it is read-only for maintenance. */
export const maintenanceCode = 'INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE';

/** HTTP status and message of the platform's codes, for faults and for the answer to one record. */
const knownErrors: Record<string, KnownError> = {
  INVALID_SESSION_ID: { status: 401, message: 'Session expired or invalid' },
  INVALID_FIELD: { status: 400, message: "No such column 'Planted__c' on entity 'Lead'." },
  INVALID_TYPE: { status: 400, message: "sObject type 'Planted__c' is not supported." },
  MALFORMED_QUERY: { status: 400, message: "unexpected token: 'planted'" },
  REQUEST_LIMIT_EXCEEDED: { status: 403, message: 'TotalRequests Limit exceeded.' },
  UNABLE_TO_LOCK_ROW: { status: 400, message: 'unable to obtain exclusive access to this record' },
  DUPLICATE_VALUE: { status: 400, message: 'duplicate value found: planted' },
  STRING_TOO_LONG: { status: 400, message: 'data value too large: planted (max length=1)' },
  REQUIRED_FIELD_MISSING: { status: 400, message: 'Required fields are missing: [planted]' },
  FIELD_CUSTOM_VALIDATION_EXCEPTION: { status: 400, message: 'A planted validation rule refuses this.' },
  ENTITY_IS_DELETED: { status: 404, message: 'entity is deleted' },
  INSUFFICIENT_ACCESS_OR_READONLY: { status: 403, message: 'insufficient access rights on object id' },
  INVALID_CROSS_REFERENCE_KEY: { status: 404, message: 'invalid cross reference id' },
  NOT_FOUND: { status: 404, message: 'The requested resource does not exist' },
  UNSUPPORTED_API_VERSION: {
    status: 410,
    message: 'The requested resource has been retired or removed. Delete or update any references to the resource.',
  },
  INVALID_QUERY_LOCATOR: { status: 400, message: 'invalid query locator' },
  QUERY_TIMEOUT: { status: 400, message: 'Your query request was running for too long.' },
  [maintenanceCode]: {
    status: 400,
    message: 'Updates can’t be made during maintenance. Try again when maintenance is complete.',
  },
  SERVER_UNAVAILABLE: { status: 503, message: 'Server too busy. Please try again later.' },
  UNKNOWN_EXCEPTION: { status: 500, message: 'An unexpected error occurred.' },
};

/** The codes whose status and message are known. */
export const knownCodes: readonly string[] = Object.keys(knownErrors);

/** Status and message of a code; 400 and the code itself for one that is not in the table. */
export function knownError(code: string): KnownError {
  const known = Object.hasOwn(knownErrors, code) ? knownErrors[code] : undefined;
  return known ?? { status: 400, message: code };
}

/** `[{message, errorCode, fields?}]`, as the REST API answers an error. */
export function errorReply({ code, message, status, fields }: OrgError): Reply {
  return json([{ message, errorCode: code, ...(fields.length > 0 ? { fields } : {}) }], status);
}

/** The answer to a write of one record that was refused. */
export function recordErrorReply(errors: readonly RecordError[]): Reply {
  const body = errors.map(({ statusCode, message, fields }) => ({ message, errorCode: statusCode, fields }));
  return json(body, knownError(errors[0]?.statusCode ?? 'UNKNOWN_EXCEPTION').status);
}
