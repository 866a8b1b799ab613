import type { TreeEnsemble, BoosterParameters, Matrix } from '@plumbline/learning';

/** One training of the worker thread. */
export type TrainingTask = { matrix: Matrix; labels: Uint8Array; parameters: BoosterParameters };

/** What the worker thread answers: progress any number of times, then one of the others once. */
export type TrainingMessage =
  | { kind: 'progress'; treesDone: number }
  | { kind: 'trained'; ensemble: TreeEnsemble }
  | { kind: 'refused'; isInputAtFault: boolean; message: string };
