import { parentPort, workerData } from 'node:worker_threads';
import { trainBooster } from './train-booster.ts';
import { UnfitInput } from './training-input.ts';
import type { TrainingMessage, TrainingTask } from './training-message.ts';
import { loadXgboost } from './xgboost-library.ts';

/*
 * Entry of the one-shot worker thread: trains once and answers once. The parent ends the thread whatever the answer,
 * for a library that threw is poisoned.
 */
const send = (message: TrainingMessage, transfer: ArrayBufferLike[] = []): void => {
  parentPort?.postMessage(message, transfer as ArrayBuffer[]);
};

try {
  const ensemble = trainBooster(await loadXgboost(), workerData as TrainingTask, (treesDone) => {
    send({ kind: 'progress', treesDone });
  });
  const { roots, feature, threshold, left, missing, cover } = ensemble;
  send(
    { kind: 'trained', ensemble },
    [roots, feature, threshold, left, missing, cover].map(({ buffer }) => buffer),
  );
} catch (error) {
  // The library throws bare numbers (pointers to C++ exceptions); their text is on stderr, which the parent keeps.
  const message = error instanceof Error ? error.message : `XGBoost threw ${String(error)}.`;
  send({ kind: 'refused', isInputAtFault: error instanceof UnfitInput, message });
}
