import { parentPort, workerData } from 'node:worker_threads';
import { fitModel } from '@plumbline/learning';
import type { LearningMessage, LearningTask } from './adapters/trainer/learning-message.ts';
import { createTrainer } from './adapters/trainer/trainer.ts';
import { ScoringError } from './domain/scoring-error.ts';

/* Entry of the learning thread: a composition root of its own. It answers once and is ended by its parent. */
const send = (message: LearningMessage): void => parentPort?.postMessage(message);

const { rows, request } = workerData as LearningTask;
try {
  const fitted = await fitModel({ trainer: createTrainer() }, rows, {
    ...request,
    onProgress: (done, total) => {
      send({ kind: 'progress', done, total });
    },
  });
  send({ kind: 'learned', ...fitted });
} catch (error) {
  // Anything else is a defect: it ends the thread and reaches the parent as its error.
  if (!(error instanceof ScoringError)) throw error;
  const { kind, message, actions } = error;
  send({ kind: 'refused', error: { kind, message, actions } });
}
