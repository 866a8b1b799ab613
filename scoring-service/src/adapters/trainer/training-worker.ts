import { parentPort } from 'node:worker_threads';
import { trainBooster } from './train-booster.ts';
import { UnfitInput } from './training-input.ts';
import type { TrainingMessage, TrainingTask } from './training-message.ts';
import { loadXgboost } from './xgboost-library.ts';

/*
 * Entry of the worker thread: answers one task after the other. The parent ends the thread when an answer is not a model,
 * because the library is unusable after it has thrown.
 */
const library = await loadXgboost();

const send = (message: TrainingMessage, transfer: ArrayBufferLike[] = []): void => {
  parentPort?.postMessage(message, transfer as ArrayBuffer[]);
};

function answer(task: TrainingTask): void {
  const ensemble = trainBooster(library, task, (treesDone) => {
    send({ kind: 'progress', treesDone });
  });
  const { roots, feature, threshold, left, missing, cover } = ensemble;
  send(
    { kind: 'trained', ensemble },
    [roots, feature, threshold, left, missing, cover].map(({ buffer }) => buffer),
  );
}

parentPort?.on('message', (task: TrainingTask) => {
  try {
    answer(task);
  } catch (error) {
    // The library throws bare numbers (pointers to C++ exceptions); their text is on stderr, which the parent keeps.
    const message = error instanceof Error ? error.message : `XGBoost threw ${String(error)}.`;
    send({ kind: 'refused', isInputAtFault: error instanceof UnfitInput, message });
  }
});
