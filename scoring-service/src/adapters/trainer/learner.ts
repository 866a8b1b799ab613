import { Worker } from 'node:worker_threads';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { Learner } from '../../ports/training.ts';
import type { LearningMessage, LearningTask } from './learning-message.ts';

/**
 * Learns in a thread of its own, because encoding and cross-validation compute for seconds without a pause.
 * `worker` is the thread's entry. Throws ScoringError `training.*`.
 */
export function createLearner(worker: URL): Learner {
  return {
    async fit(rows, request, { onProgress, signal } = {}) {
      const task: LearningTask = { rows, request };
      const thread = new Worker(worker, { workerData: task, execArgv: [] });
      const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<Learner['fit']>>>();
      const cancel = (): void => {
        reject(failure('training.cancelled', 'The training was cancelled.', signal?.reason));
      };
      thread.on('message', (message: LearningMessage) => {
        if (message.kind === 'progress') onProgress?.(message.done, message.total);
        else if (message.kind === 'learned') resolve({ model: message.model, evaluation: message.evaluation });
        else reject(new ScoringError(message.error.kind, message.error));
      });
      thread.on('error', (error) => {
        reject(failure('training.failed', 'The learning thread died.', error));
      });
      thread.on('exit', () => {
        reject(failure('training.failed', 'The learning thread ended without an answer.', undefined));
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
