import { problemSchema } from '@plumbline/contract';
import { SfError } from '@salesforce/core';
import { networkReason, systemError } from '../network-error.ts';

/** The name of a service error: `run.in-progress` is `RunInProgressError`. */
const nameOf = (kind: string): string =>
  `${kind
    .split(/[.-]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}Error`;

/** Next steps that name commands, instead of the service's own. */
const actionsOf: Record<string, string[]> = {
  'caller.unknown': [
    'Issue a new token on the machine that runs the service: npm start -- issue-token --name cli --rights manage.',
    'Connect with the new token: sf score service connect --url ADDRESS.',
  ],
  'caller.token-ended': [
    'Issue a new token on the machine that runs the service: npm start -- issue-token --name cli --rights manage.',
    'Connect with the new token: sf score service connect --url ADDRESS.',
  ],
  'caller.other-org': [
    'Connect the org to the service that works for it: sf score service connect --url ADDRESS.',
    'Or issue a token of its service: npm start -- issue-token --name cli --rights manage.',
  ],
  'caller.forbidden': [
    'Issue a token with manage rights on the machine that runs the service: npm start -- issue-token --name cli --rights manage.',
    'Connect with the new token: sf score service connect --url ADDRESS.',
  ],
  'model.missing': ['Train the goal first: sf score train --goal NAME --wait 30.'],
  'run.in-progress': [
    'See the runs in progress: sf score run list.',
    'Wait for the run: sf score run resume --use-most-recent. Or cancel it: sf score run cancel --job-id ID.',
  ],
  'goal.inactive': ['Activate the goal: sf score goal edit --goal NAME --active.'],
  'salesforce.no-access': ['See which access the integration user lacks: sf score doctor.'],
};

/** Converts an error response of the service to an error with next steps. */
export function toServiceError(body: unknown, status: number): SfError {
  const parsed = problemSchema.safeParse(body);
  if (!parsed.success) return unexpectedResponse(`it returned ${status} without a reason`);
  const { kind, detail, actions, requestId } = parsed.data;
  const error = new SfError(detail, nameOf(kind), [...(actionsOf[kind] ?? actions)]);
  error.setData({ kind, status, requestId });
  return error;
}

/** The error for a server that is not a scoring service, or has an unsupported version. */
export const unexpectedResponse = (problem: string): SfError =>
  new SfError(
    `The response isn't from a scoring service of a supported version: ${problem}.`,
    'UnexpectedAnswerError',
    [
      'Check the address: sf score service display.',
      'Update the plugin to the version of the service: sf plugins update.',
    ],
  );

export const serviceUnreachable = (url: string, cause: unknown): SfError =>
  new SfError(
    `The scoring service at ${url} doesn't respond${networkReason(cause)}.`,
    'ServiceUnreachableError',
    [
      'Check that the service is running and that this computer can reach it.',
      'Correct its address: sf score service connect --url ADDRESS.',
    ],
    systemError(cause),
  );

export const isUnreachable = (error: unknown): boolean =>
  error instanceof SfError && error.name === 'ServiceUnreachableError';
