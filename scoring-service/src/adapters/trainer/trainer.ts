import { Worker } from 'node:worker_threads';
import type { TreeEnsemble, Matrix } from '@plumbline/learning';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { Trainer, TrainOptions } from '../../ports/training.ts';
import { findInputFault } from './training-input.ts';
import type { TrainingMessage, TrainingTask } from './training-message.ts';

const HOUR_MS = 60 * 60 * 1000;

/** Enough of what the library printed to explain a failure. */
const KEPT_OUTPUT_CHARACTERS = 2000;

/**
 * The trainer on ml-xgboost. Every training has a worker thread of its own, which has ended when the promise settles.
 * Throws ScoringError: `training.invalid` (the input), `training.cancelled` (the signal), `training.failed` (else).
 */
export function createTrainer(): Trainer {
  return {
    async train(matrix, labels, parameters, options = {}) {
      const fault = findInputFault(matrix, labels, parameters);
      if (fault !== undefined) throw invalid(fault);
      if (options.signal?.aborted) throw cancelled(options.signal);

      const values = ownValues(matrix);
      const task: TrainingTask = { matrix: { ...matrix, values }, labels, parameters };
      const worker = new Worker(new URL('./training-worker.ts', import.meta.url), {
        workerData: task,
        transferList: values.buffer instanceof ArrayBuffer ? [values.buffer] : [],
        execArgv: [],
        // The library prints to both: kept from the service's own output, and for the error.
        stdout: true,
        stderr: true,
      });
      try {
        return await answerOf(worker, parameters.trees, options);
      } finally {
        await worker.terminate();
      }
    },
  };
}

/** One copy, handed over whole: the caller keeps its matrix. Shared memory needs none. */
const ownValues = ({ values }: Matrix): Float32Array =>
  values.buffer instanceof SharedArrayBuffer ? values : values.slice();

function answerOf(
  worker: Worker,
  treesTotal: number,
  { onProgress, signal, timeoutMs = HOUR_MS }: TrainOptions,
): Promise<TreeEnsemble> {
  const printed = keepOutput(worker);
  const { promise, resolve, reject } = Promise.withResolvers<TreeEnsemble>();
  const cancel = (): void => {
    if (signal) reject(cancelled(signal));
  };
  const timeout = setTimeout(() => {
    reject(failed(`It took longer than ${timeoutMs / 1000} s.`, printed()));
  }, timeoutMs);
  signal?.addEventListener('abort', cancel, { once: true });
  worker.on('message', (message: TrainingMessage) => {
    try {
      if (message.kind === 'progress') onProgress?.(message.treesDone, treesTotal);
      else if (message.kind === 'trained') resolve(message.ensemble);
      else reject(message.isInputAtFault ? invalid(message.message) : failed(message.message, printed()));
    } catch (error) {
      reject(failed('The listener to its progress threw.', error));
    }
  });
  worker.on('error', (error) => {
    reject(failed('The worker thread died.', error));
  });
  worker.on('exit', () => {
    reject(failed('The worker thread ended without an answer.', printed()));
  });
  return promise.finally(() => {
    clearTimeout(timeout);
    signal?.removeEventListener('abort', cancel);
  });
}

function keepOutput(worker: Worker): () => string {
  let output = '';
  for (const stream of [worker.stdout, worker.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-KEPT_OUTPUT_CHARACTERS);
    });
  }
  return () => output;
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
