import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { fit, InsufficientDataError } from '@plumbline/learning';
import type { FitMessage, FitTask } from './adapters/trainer/learner.ts';
import { trainTrees } from './adapters/trainer/train-trees.ts';
import { ScoringError } from './domain/scoring-error.ts';

/* Entry of the fitting thread, with its own composition root. It sends one result and is ended by its parent. */
const send = (message: FitMessage): void => parentPort?.postMessage(message);

const { rows, request } = workerData as FitTask;
try {
  const fitted = await fit(rows, trainTrees, {
    ...request,
    // The messages of the boosting threads are received between the folds of the linear learners.
    pause: () => setImmediate(),
    onProgress: (done, total) => {
      send({ kind: 'progress', done, total });
    },
  });
  send({ kind: 'fitted', ...fitted });
} catch (error) {
  const refusal = toScoringError(error);
  // Anything else is a defect: it ends the thread and reaches the parent as its error.
  if (refusal === undefined) throw error;
  const { kind, message, actions } = refusal;
  send({ kind: 'refused', error: { kind, message, actions } });
}

function toScoringError(error: unknown): ScoringError | undefined {
  if (error instanceof ScoringError) return error;
  if (!(error instanceof InsufficientDataError)) return undefined;
  return new ScoringError('training.too-little', {
    cause: error,
    actions: ['Collect at least two records of each outcome, forty or more that reached the goal for a useful model.'],
  });
}
