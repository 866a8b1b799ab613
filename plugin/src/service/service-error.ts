import { problemSchema } from '@plumbline/contract';
import { SfError } from '@salesforce/core';
import { networkReason, systemError } from '../network-error.ts';

/** What an error of the service is called: `run.in-progress` is `RunInProgressError`. */
const nameOf = (kind: string): string =>
  `${kind
    .split(/[.-]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}Error`;

/** Next steps at a terminal, where the service can only name its own. */
const actionsOf: Record<string, string[]> = {
  'caller.unknown': [
    'The token is wrong, or was revoked: sf score service connect with a new one.',
    'Issue a token where the service runs: npm start -- issue-token --name cli --rights manage.',
  ],
  'caller.forbidden': [
    'Issue a token that may manage, where the service runs: npm start -- issue-token --name cli --rights manage.',
    'Then: sf score service connect.',
  ],
  'model.missing': ['Train the goal first: sf score train --goal NAME --wait 30.'],
  'run.in-progress': [
    'See what is under way: sf score run list.',
    'Wait for it: sf score run resume --use-most-recent, or stop it: sf score run cancel --job-id KEY.',
  ],
  'goal.inactive': ['Switch the goal on: sf score goal edit --goal NAME --active.'],
  'salesforce.no-access': ['See what the integration user lacks: sf score doctor.'],
};

/** A refusal of the service, with what to do next. */
export function toServiceError(body: unknown, status: number): SfError {
  const parsed = problemSchema.safeParse(body);
  if (!parsed.success) return notTheService(`it answered ${status} without a reason`);
  const { kind, detail, actions, requestId } = parsed.data;
  const error = new SfError(detail, nameOf(kind), [...(actionsOf[kind] ?? actions)]);
  error.setData({ kind, status, requestId });
  return error;
}

/** Whoever answers is not a scoring service, or not one of a version that this plugin understands. */
export const notTheService = (what: string): SfError =>
  new SfError(`The answer is not that of a scoring service of this version: ${what}.`, 'UnexpectedAnswerError', [
    'Check the address: sf score service display.',
    'Bring plugin and service to the same version: sf plugins update.',
  ]);

export const serviceUnreachable = (url: string, cause: unknown): SfError =>
  new SfError(
    `The scoring service at ${url} does not answer${networkReason(cause)}.`,
    'ServiceUnreachableError',
    [
      'Check that the service is running and reachable from here.',
      'Correct its address: sf score service connect --url ADDRESS.',
    ],
    systemError(cause),
  );

export const isUnreachable = (error: unknown): boolean =>
  error instanceof SfError && error.name === 'ServiceUnreachableError';
