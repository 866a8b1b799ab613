import { SfError } from '@salesforce/core';
import { isNetworkError, networkReason, systemError } from '../network-error.ts';

const assignSet =
  'Assign yourself the permission set: sf org assign permset --name ScoringAdmin (or ScoringModelViewer to look only).';

type Told = { name: string; message: (said: string) => string; actions: string[] };

const notInstalled: Told = {
  name: 'PackageNotVisibleError',
  message: (said) => `Plumbline is not installed in the org, or you may not see it: ${said}`,
  actions: ['Deploy the package: sf project deploy start --source-dir force-app.', assignSet],
};

const noAccess: Told = {
  name: 'NoAccessError',
  message: (said) => `The org does not let you do this: ${said}`,
  actions: [assignSet],
};

const told: Record<string, Told> = {
  INVALID_TYPE: notInstalled,
  INVALID_FIELD: notInstalled,
  NOT_FOUND: notInstalled,
  INSUFFICIENT_ACCESS_OR_READONLY: noAccess,
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: noAccess,
  INVALID_FIELD_FOR_INSERT_UPDATE: noAccess,
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: noAccess,
  INVALID_SESSION_ID: {
    name: 'SessionExpiredError',
    message: () => 'The org does not know your session any more.',
    actions: ['Log in again: sf org login web.'],
  },
  REQUEST_LIMIT_EXCEEDED: {
    name: 'OrgLimitError',
    message: (said) => `The org's limit of API calls is reached: ${said}`,
    actions: ['See how much is left: sf org list limits.', 'Wait: the limit counts the last 24 hours.'],
  },
  DUPLICATE_VALUE: {
    name: 'DuplicateGoalError',
    message: (said) => `The org has such a goal already: ${said}`,
    actions: ['Choose another name.', 'See the goals that there are: sf score goal list.'],
  },
  FIELD_CUSTOM_VALIDATION_EXCEPTION: {
    name: 'RefusedByOrgError',
    message: (said) => said,
    actions: ['Correct what the message names and try again.'],
  },
};

/** What an org's error is to somebody at a terminal; an error that is told already stays as it is. */
export function toOrgError(error: unknown): SfError {
  if (isNetworkError(error)) return orgUnreachable(error);
  const code = codeOf(error);
  const said = error instanceof Error ? error.message : String(error);
  const { name, message, actions } = told[code] ?? {
    name: 'OrgError',
    message: (text: string) => `The org refused (${code || 'no code'}): ${text}`,
    actions: ['Try again.', 'Check the org: sf org display.'],
  };
  if (error instanceof SfError && told[code] === undefined) return error;
  return new SfError(message(said), name, actions, systemError(error));
}

const orgUnreachable = (error: unknown): SfError =>
  new SfError(
    `The org does not answer${networkReason(error)}.`,
    'OrgUnreachableError',
    ['Check your network and the address of the org: sf org display.', 'See https://status.salesforce.com.'],
    systemError(error),
  );

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('errorCode' in error && typeof error.errorCode === 'string') return error.errorCode;
  return 'name' in error && typeof error.name === 'string' ? error.name : '';
}

/** Does the work; what the org refuses is told with the next step. */
export async function orOrgError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toOrgError(error);
  }
}
