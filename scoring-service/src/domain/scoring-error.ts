/** Every kind of error, named after the part that failed. */
export type ScoringErrorKind =
  | 'configuration.invalid'
  | 'caller.unknown'
  | 'caller.token-ended'
  | 'caller.forbidden'
  | 'caller.other-org'
  | 'caller.limited'
  | 'request.invalid'
  | 'request.wrong-type'
  | 'request.wrong-method'
  | 'goal.not-found'
  | 'goal.invalid'
  | 'goal.inactive'
  | 'model.missing'
  | 'model.invalid'
  | 'model.not-found'
  | 'model.inputs-lost'
  | 'receipt.not-found'
  | 'receipt.not-reproducible'
  | 'record.not-found'
  | 'record.not-scorable'
  | 'run.not-found'
  | 'run.in-progress'
  | 'run.ended'
  | 'id-list.not-found'
  | 'run.cancelled'
  | 'run.taken-over'
  | 'run.ended-processes'
  | 'host.disk-full'
  | 'host.no-memory'
  | 'host.no-access'
  | 'org.other'
  | 'training.invalid'
  | 'training.failed'
  | 'training.cancelled'
  | 'training.too-little'
  | 'features.failed'
  | 'salesforce.unreachable'
  | 'salesforce.refused'
  | 'salesforce.login-failed'
  | 'salesforce.no-access'
  | 'salesforce.limit-reached'
  | 'salesforce.failed'
  | 'store.in-use'
  | 'store.failed'
  | 'store.newer'
  | 'service.starting'
  | 'token.not-found'
  | 'service.stopping';

type ScoringErrorOptions = {
  /** What happened, without values of records. */
  message?: string;
  cause?: unknown;
  /** Next steps, the most likely first. */
  actions: string[];
};

/** The one error that is thrown: its kind decides the HTTP status, its actions say what to do next. */
export class ScoringError extends Error {
  override readonly name = 'ScoringError';
  readonly kind: ScoringErrorKind;
  readonly actions: string[];

  constructor(kind: ScoringErrorKind, { message = kind, cause, actions }: ScoringErrorOptions) {
    super(message, { cause });
    this.kind = kind;
    this.actions = actions;
  }
}

/** The error of a version that the goal does not have. */
export const modelNotFound = (goalId: string, version: string): ScoringError =>
  new ScoringError('model.not-found', {
    message: `The goal has no model ${version}.`,
    actions: [`Choose one from the list of models of the goal ${goalId}.`],
  });

/** The error of a goal that is inactive in the org. */
export const goalInactive = (name: string): ScoringError =>
  new ScoringError('goal.inactive', {
    message: `The score goal ${name} is inactive.`,
    actions: ['Set Active on the score goal in the org.'],
  });

/** The error of a process whose run another one has taken over; the other one ends it. */
export const takenOver = (): ScoringError =>
  new ScoringError('run.taken-over', {
    message: 'Another process of the service has taken the run over.',
    actions: ['No action needed: the other process continues the run.'],
  });
