import { Worker } from 'node:worker_threads';
import type { LabelledRows, ModelEvaluation, ScoringModel } from '@plumbline/learning';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { ScoringErrorKind } from '../../domain/scoring-error.ts';
import type { Learner, LearnRequest } from '../../ports/training.ts';

/** What the fitting thread is started with. */
export type FitTask = { rows: LabelledRows; request: LearnRequest };

/** The messages of the fitting thread: progress any number of times, then one of the others once. */
export type FitMessage =
  | { kind: 'progress'; done: number; total: number }
  | { kind: 'fitted'; model: ScoringModel; evaluation: ModelEvaluation }
  | { kind: 'refused'; error: { kind: ScoringErrorKind; message: string; actions: string[] } };

/**
 * Fits models in a thread of their own, because encoding and cross-validation block for seconds. `worker` is the thread's
 * entry. Throws ScoringError `training.*`.
 */
export function createLearner(worker: URL): Learner {
  return {
    async fit(rows, request, { onProgress, signal } = {}) {
      const task: FitTask = { rows, request };
      const thread = new Worker(worker, { workerData: task, execArgv: [] });
      const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<Learner['fit']>>>();
      const cancel = (): void => {
        reject(failure('training.cancelled', 'The training was cancelled.', signal?.reason));
      };
      thread.on('message', (message: FitMessage) => {
        if (message.kind === 'progress') onProgress?.(message.done, message.total);
        else if (message.kind === 'fitted') resolve({ model: message.model, evaluation: message.evaluation });
        else reject(new ScoringError(message.error.kind, message.error));
      });
      thread.on('error', (error) => {
        reject(failure('training.failed', 'The fitting thread died.', error));
      });
      thread.on('exit', () => {
        reject(failure('training.failed', 'The fitting thread ended without a result.', undefined));
      });
      signal?.addEventListener('abort', cancel, { once: true });
      if (signal?.aborted) cancel();
      try {
        return await promise;
      } finally {
        signal?.removeEventListener('abort', cancel);
        await thread.terminate();
      }
    },
  };
}

const failure = (kind: 'training.cancelled' | 'training.failed', message: string, cause: unknown): ScoringError =>
  new ScoringError(kind, {
    message,
    cause,
    actions: ['Start the training again; the earlier model stays in use.'],
  });
