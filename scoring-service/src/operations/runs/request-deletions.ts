import type { DeletionResult, DeletionResults } from '@plumbline/contract';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { RunStates } from '../../ports/runs.ts';
import { requestRun } from './request-run.ts';
import type { RequestPorts } from './request-run.ts';

type Ports = RequestPorts & { store: Pick<RunStates, 'openRuns'> };

/** Goals that are asked about at once; each takes a few calls of the org. */
const AT_ONCE = 5;

/**
 * Queues the removal of the scores of many goals in one request. A goal whose scores are being removed already needs no
 * further run, and has neither run nor problem, so the same request can be sent again. A goal without a model is asked
 * about too: its scores may be older than the state of this service. A problem of one goal does not stop the others.
 */
export async function requestDeletions(ports: Ports, goalIds: readonly string[]): Promise<DeletionResults> {
  const open = await ports.store.openRuns();
  const removing = new Set(open.flatMap(({ goalId, jobType }) => (jobType === 'Deletion' ? goalId : [])));
  const distinctIds = [...new Set(goalIds)];
  const results: DeletionResult[] = [];
  for (let start = 0; start < distinctIds.length; start += AT_ONCE) {
    const some = distinctIds.slice(start, start + AT_ONCE);
    results.push(
      ...(await Promise.all(
        some.map((goalId) => (removing.has(goalId) ? { goalId } : requestDeletion(ports, goalId))),
      )),
    );
  }
  return { results };
}

async function requestDeletion(ports: Ports, goalId: string): Promise<DeletionResult> {
  try {
    const { key } = await requestRun(ports, goalId, { jobType: 'Deletion', trigger: 'API' });
    return { goalId, runKey: key };
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    const { kind, message, actions } = error;
    return isNothingLeft(kind) ? { goalId } : { goalId, problem: { kind, detail: message, actions } };
  }
}

/** Another request removes the scores, or they have been removed meanwhile. */
const isNothingLeft = (kind: ScoringError['kind']): boolean => kind === 'run.in-progress' || kind === 'goal.not-found';
