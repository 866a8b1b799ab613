import { listThresholds } from '../domain/quality/findings.ts';
import type { Salesforce, Store } from '../ports/adapters.ts';
import type { FeatureEngine } from '../ports/features.ts';
import type { Clock, RunFolders, RunLog } from '../ports/host.ts';
import type { Queue } from '../ports/runs.ts';
import { Access, issueToken, listTokens, revokeToken } from './access.ts';
import type { Authenticate } from './access.ts';
import { checkConnection } from './connection.ts';
import type { ServiceFacts } from './connection.ts';
import type { HealthCheck } from './health.ts';
import { checkNeeds } from './goals/check-needs.ts';
import { checkDraft, checkReadiness } from './goals/check-readiness.ts';
import { listGoalFields, listGoals, readGoal } from './goals/read-goals.ts';
import { activateModel } from './models/activate-model.ts';
import { listModels, showModel, showModelCard } from './models/show-models.ts';
import { cancelRun } from './runs/cancel-run.ts';
import { createIdList, saveIdListPart } from './runs/id-lists.ts';
import { listRuns, readRun, readRunProgress, readRunResults } from './runs/read-runs.ts';
import { requestDeletions } from './runs/request-deletions.ts';
import { requestRun } from './runs/request-run.ts';
import { resumeRun } from './runs/resume-run.ts';
import { forgetRecord } from './scoring/retention.ts';
import { evaluateRecords, scoreRecord } from './scoring/score-record.ts';
import { showScore } from './scoring/show-score.ts';
import { tryChanges } from './scoring/try-changes.ts';
import { readReceipt, verifyReceipt } from './scoring/verify-receipt.ts';

type ServicePorts = {
  salesforce: Salesforce;
  store: Store;
  features: FeatureEngine;
  queue: Queue;
  clock: Clock;
  folders: RunFolders;
  log: RunLog;
  /** Publishes what waits in the outbox; never rejects. */
  publishEvents: () => Promise<void>;
  service: ServiceFacts;
  health: HealthCheck;
};

const checkHealth = ({ health }: Pick<ServicePorts, 'health'>) => health.check();

/** The use cases of the HTTP API. */
const useCases = {
  ...{ checkConnection, checkHealth, issueToken, listTokens, revokeToken },
  ...{ listGoals, readGoal, listGoalFields, checkReadiness, checkDraft, checkNeeds, listThresholds },
  ...{ listModels, showModel, showModelCard, activateModel },
  ...{ requestRun, requestDeletions, cancelRun, resumeRun, listRuns, readRun, readRunProgress, readRunResults },
  ...{ createIdList, saveIdListPart },
  ...{ scoreRecord, evaluateRecords, showScore, tryChanges, forgetRecord },
  ...{ readReceipt, verifyReceipt },
} satisfies Record<string, (ports: ServicePorts, ...rest: never[]) => unknown>;

type UseCases = typeof useCases;

type WithoutPorts<UseCase> = UseCase extends () => infer Result
  ? () => Result
  : UseCase extends (ports: never, ...rest: infer Rest) => infer Result
    ? (...rest: Rest) => Result
    : never;

/** The use cases without their ports. All throw ScoringError. */
export type Operations = { [Name in keyof UseCases]: WithoutPorts<UseCases[Name]> } & { authenticate: Authenticate };

/** Binds every use case to its ports. */
export function bindOperations(ports: ServicePorts): Operations {
  const bound = Object.fromEntries(
    Object.entries(useCases).map(([name, useCase]) => [
      name,
      (useCase as (ports: ServicePorts, ...rest: unknown[]) => unknown).bind(undefined, ports),
    ]),
  ) as Omit<Operations, 'authenticate'>;
  const access = new Access(ports);
  /** A token that this process issues or revokes is known at its next request. */
  const changing =
    <Rest extends unknown[], Result>(change: (...rest: Rest) => Promise<Result>) =>
    (...rest: Rest): Promise<Result> =>
      change(...rest).finally(() => access.forget());
  return {
    ...bound,
    authenticate: access.authenticate,
    issueToken: changing(bound.issueToken),
    revokeToken: changing(bound.revokeToken),
  };
}
