import { Worker } from 'node:worker_threads';
import type { BoosterOptions, BoosterParameters, Matrix, TreeEnsemble } from '@plumbline/learning';
import { ScoringError } from '../../domain/scoring-error.ts';
import { findInputFault } from './training-input.ts';

/** One training on the worker thread. */
export type TrainingTask = { matrix: Matrix; labels: Uint8Array; parameters: BoosterParameters };

/** The messages about one training: progress any number of times, then one of the others once. */
export type TrainingMessage =
  | { kind: 'progress'; treesDone: number }
  | { kind: 'trained'; ensemble: TreeEnsemble }
  | { kind: 'refused'; isInputAtFault: boolean; message: string };

const HOUR_MS = 60 * 60 * 1000;

/** An idle thread ends after this time, so that the process can end by itself. */
const IDLE_MS = 1000;

/** Enough of the library's output to explain a failure. */
const KEPT_OUTPUT_CHARACTERS = 2000;

type IdleWorker = { worker: Worker; end: NodeJS.Timeout };

/** A booster with idle threads of its own; `timeoutMs` limits one training. */
type TreeTrainer = (
  ...input: [Matrix, Uint8Array, BoosterParameters, (BoosterOptions & { timeoutMs?: number })?]
) => Promise<TreeEnsemble>;

/**
 * The booster of the learning on ml-xgboost (XGBoost 0.7). A training has a worker thread to itself. A thread that has
 * trained is used again, because loading the library takes longer than training on a few thousand rows. A thread that
 * failed or was cancelled has ended when the promise settles: the library cannot be used after it threw. Throws
 * ScoringError: `training.invalid` (the input), `training.cancelled` (the signal), `training.failed` (anything else).
 */
export function createTreeTrainer(): TreeTrainer {
  const idle: IdleWorker[] = [];
  return async (matrix, labels, parameters, options = {}) => {
    const fault = findInputFault(matrix, labels, parameters);
    if (fault !== undefined) throw invalid(fault);
    if (options.signal?.aborted) throw cancelled(options.signal);

    const values = copyUnlessShared(matrix);
    const task: TrainingTask = { matrix: { ...matrix, values }, labels, parameters };
    const worker = takeWorker(idle);
    try {
      worker.postMessage(task, values.buffer instanceof ArrayBuffer ? [values.buffer] : []);
      const ensemble = await awaitTrees(worker, options);
      keepIdle(idle, worker);
      return ensemble;
    } catch (error) {
      await worker.terminate();
      throw error;
    }
  };
}

/** The booster that a process shares. */
export const trainTrees = createTreeTrainer();

/** Keeps a thread for the next training. It leaves the idle threads before it is ended, so that none takes it then. */
function keepIdle(idle: IdleWorker[], worker: Worker): void {
  const end = setTimeout(() => {
    removeIdle(idle, worker);
    void worker.terminate();
  }, IDLE_MS);
  idle.push({ worker, end });
}

function removeIdle(idle: IdleWorker[], worker: Worker): void {
  const index = idle.findIndex((one) => one.worker === worker);
  for (const { end } of index < 0 ? [] : idle.splice(index, 1)) clearTimeout(end);
}

/** An idle thread, or a new one, which is removed from the idle threads when it ends. */
function takeWorker(idle: IdleWorker[]): Worker {
  const taken = idle.pop();
  if (taken !== undefined) {
    clearTimeout(taken.end);
    return taken.worker;
  }
  const worker = new Worker(new URL('./training-worker.ts', import.meta.url), {
    execArgv: [],
    // The library prints to both streams: kept apart from the service's own output, and for the error.
    stdout: true,
    stderr: true,
  });
  const remove = (): void => {
    removeIdle(idle, worker);
  };
  return worker.on('error', remove).on('exit', remove);
}

/** A copy to transfer to the thread, because the caller keeps its matrix; shared memory needs none. */
const copyUnlessShared = ({ values }: Matrix): Float32Array =>
  values.buffer instanceof SharedArrayBuffer ? values : values.slice();

function awaitTrees(
  worker: Worker,
  { onTree, signal, timeoutMs = HOUR_MS }: BoosterOptions & { timeoutMs?: number },
): Promise<TreeEnsemble> {
  const output = collectOutput(worker);
  const { promise, resolve, reject } = Promise.withResolvers<TreeEnsemble>();
  const cancel = (): void => {
    if (signal) reject(cancelled(signal));
  };
  const timeout = setTimeout(() => {
    reject(failed(`It took longer than ${timeoutMs / 1000} s.`, output.text()));
  }, timeoutMs);
  signal?.addEventListener('abort', cancel, { once: true });
  const onMessage = (message: TrainingMessage): void => {
    try {
      if (message.kind === 'progress') onTree?.(message.treesDone);
      else if (message.kind === 'trained') resolve(message.ensemble);
      else reject(message.isInputAtFault ? invalid(message.message) : failed(message.message, output.text()));
    } catch (error) {
      reject(failed('The progress callback threw.', error));
    }
  };
  const onError = (error: unknown): void => {
    reject(failed('The worker thread died.', error));
  };
  const onExit = (): void => {
    reject(failed('The worker thread ended without a result.', output.text()));
  };
  worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  return promise.finally(() => {
    clearTimeout(timeout);
    signal?.removeEventListener('abort', cancel);
    worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    output.stop();
  });
}

/** Collects the end of what the library prints, until it is stopped. */
function collectOutput({ stdout, stderr }: Worker): { text(): string; stop(): void } {
  let output = '';
  const collect = (text: string): void => {
    output = (output + text).slice(-KEPT_OUTPUT_CHARACTERS);
  };
  for (const stream of [stdout, stderr]) stream.setEncoding('utf8').on('data', collect);
  return {
    text: () => output,
    stop() {
      for (const stream of [stdout, stderr]) stream.off('data', collect).resume();
    },
  };
}

const invalid = (fault: string): ScoringError =>
  new ScoringError('training.invalid', {
    message: `These rows cannot be trained on: ${fault}`,
    actions: ['Run the readiness check of the goal: it says which records and fields are missing.'],
  });

const cancelled = (signal: AbortSignal): ScoringError =>
  new ScoringError('training.cancelled', {
    message: 'The training was cancelled.',
    cause: signal.reason,
    actions: ['Start the training again; the earlier model stays in use.'],
  });

const failed = (reason: string, cause: unknown): ScoringError =>
  new ScoringError('training.failed', {
    message: `The training failed. ${reason}`,
    cause,
    actions: ['Start the training again. If it fails again, train on fewer rows or fields.'],
  });
