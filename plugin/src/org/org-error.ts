import { SfError } from '@salesforce/core';
import { isNetworkError, networkReason, systemError } from '../network-error.ts';

const assignSet =
  'Assign yourself a permission set: sf org assign permset --name ScoringAdmin (or ScoringModelViewer for read-only access).';

type ErrorText = { name: string; message: (reason: string) => string; actions: string[] };

const notInstalled: ErrorText = {
  name: 'PackageNotVisibleError',
  message: (reason) => `Plumbline isn't installed in the org, or you don't have access to it: ${reason}`,
  actions: ['Deploy the package: sf project deploy start --source-dir force-app.', assignSet],
};

const noAccess: ErrorText = {
  name: 'NoAccessError',
  message: (reason) => `You don't have the permission to do this: ${reason}`,
  actions: [assignSet],
};

const errorTexts: Record<string, ErrorText> = {
  INVALID_TYPE: notInstalled,
  INVALID_FIELD: notInstalled,
  NOT_FOUND: notInstalled,
  INSUFFICIENT_ACCESS_OR_READONLY: noAccess,
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: noAccess,
  INVALID_FIELD_FOR_INSERT_UPDATE: noAccess,
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: noAccess,
  INVALID_SESSION_ID: {
    name: 'SessionExpiredError',
    message: () => 'Your session has expired or is invalid.',
    actions: ['Log in again: sf org login web.'],
  },
  REQUEST_LIMIT_EXCEEDED: {
    name: 'OrgLimitError',
    message: (reason) => `The org has reached its limit of API calls: ${reason}`,
    actions: ['See the remaining calls: sf org list limits.', 'Try again later. The limit counts the last 24 hours.'],
  },
  DUPLICATE_VALUE: {
    name: 'DuplicateGoalError',
    message: (reason) => `The org already has this goal: ${reason}`,
    actions: ['Use another name.', 'List the goals: sf score goal list.'],
  },
  FIELD_CUSTOM_VALIDATION_EXCEPTION: {
    name: 'RefusedByOrgError',
    message: (reason) => reason,
    actions: ['Correct the values that the message names, then try again.'],
  },
};

/** Converts an org's error to one with next steps. An error that has them already is returned unchanged. */
export function toOrgError(error: unknown): SfError {
  if (isNetworkError(error)) return orgUnreachable(error);
  const code = codeOf(error);
  const reason = error instanceof Error ? error.message : String(error);
  const { name, message, actions } = errorTexts[code] ?? {
    name: 'OrgError',
    message: (text: string) => `The org returned an error (${code || 'no code'}): ${text}`,
    actions: ['Try again.', 'Check the org: sf org display.'],
  };
  if (error instanceof SfError && errorTexts[code] === undefined) return error;
  return new SfError(message(reason), name, actions, systemError(error));
}

const orgUnreachable = (error: unknown): SfError =>
  new SfError(
    `The org doesn't respond${networkReason(error)}.`,
    'OrgUnreachableError',
    ['Check your network and the address of the org: sf org display.', 'See https://status.salesforce.com.'],
    systemError(error),
  );

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('errorCode' in error && typeof error.errorCode === 'string') return error.errorCode;
  return 'name' in error && typeof error.name === 'string' ? error.name : '';
}

/** Runs `work` and converts an org's error to one with next steps. */
export async function orOrgError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toOrgError(error);
  }
}
