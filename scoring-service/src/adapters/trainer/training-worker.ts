import { parentPort } from 'node:worker_threads';
import { trainBooster } from './train-booster.ts';
import type { TrainingMessage, TrainingTask } from './train-trees.ts';
import { UnfitInput } from './training-input.ts';
import { loadXgboost } from './xgboost-library.ts';

/*
 * Entry of the worker thread: trains one task after another. The parent ends the thread after any other result than
 * trees, because a library that threw cannot be used again.
 */
const library = await loadXgboost();

const send = (message: TrainingMessage, transfer: ArrayBufferLike[] = []): void => {
  parentPort?.postMessage(message, transfer as ArrayBuffer[]);
};

function train(task: TrainingTask): void {
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
    train(task);
  } catch (error) {
    // The library throws bare numbers (pointers to C++ exceptions); their text is on stderr, which the parent keeps.
    const message = error instanceof Error ? error.message : `XGBoost threw ${String(error)}.`;
    send({ kind: 'refused', isInputAtFault: error instanceof UnfitInput, message });
  }
});
