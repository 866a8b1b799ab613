import { Worker } from 'node:worker_threads';
import type { TreeEnsemble, Matrix } from '@plumbline/learning';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { Trainer, TrainOptions } from '../../ports.ts';
import { findInputFault } from './training-input.ts';
import type { TrainingMessage, TrainingTask } from './training-message.ts';

const HOUR_MS = 60 * 60 * 1000;

/** A thread that nobody has needed for so long ends, so that the process can end by itself. */
const IDLE_MS = 1000;

/** Enough of what the library printed to explain a failure. */
const KEPT_OUTPUT_CHARACTERS = 2000;

/**
 * The trainer on ml-xgboost. A training has a worker thread to itself; one that went well leaves its thread to the next
 * training, because loading the library takes longer than training a few thousand rows. One that failed or was
 * cancelled has ended its thread when the promise settles. Throws ScoringError: `training.invalid` (the input),
 * `training.cancelled` (the signal), `training.failed` (else).
 */
export function createTrainer(): Trainer {
  const idle: IdleWorker[] = [];
  return {
    async train(matrix, labels, parameters, options = {}) {
      const fault = findInputFault(matrix, labels, parameters);
      if (fault !== undefined) throw invalid(fault);
      if (options.signal?.aborted) throw cancelled(options.signal);

      const values = ownValues(matrix);
      const task: TrainingTask = { matrix: { ...matrix, values }, labels, parameters };
      const worker = takeWorker(idle);
      try {
        worker.postMessage(task, values.buffer instanceof ArrayBuffer ? [values.buffer] : []);
        const ensemble = await answerOf(worker, parameters.trees, options);
        idle.push({ worker, end: setTimeout(() => void worker.terminate(), IDLE_MS) });
        return ensemble;
      } catch (error) {
        await worker.terminate();
        throw error;
      }
    },
  };
}

type IdleWorker = { worker: Worker; end: NodeJS.Timeout };

/** An idle thread, or a new one, which leaves the idle ones when it ends. */
function takeWorker(idle: IdleWorker[]): Worker {
  const taken = idle.pop();
  if (taken !== undefined) {
    clearTimeout(taken.end);
    return taken.worker;
  }
  const worker = new Worker(new URL('./training-worker.ts', import.meta.url), {
    execArgv: [],
    // The library prints to both: kept from the service's own output, and for the error.
    stdout: true,
    stderr: true,
  });
  const leave = (): void => {
    const index = idle.findIndex((one) => one.worker === worker);
    for (const { end } of index < 0 ? [] : idle.splice(index, 1)) clearTimeout(end);
  };
  return worker.on('error', leave).on('exit', leave);
}

/** One copy, handed over whole: the caller keeps its matrix. Shared memory needs none. */
const ownValues = ({ values }: Matrix): Float32Array =>
  values.buffer instanceof SharedArrayBuffer ? values : values.slice();

function answerOf(
  worker: Worker,
  treesTotal: number,
  { onProgress, signal, timeoutMs = HOUR_MS }: TrainOptions,
): Promise<TreeEnsemble> {
  const { printed, ignore } = keepOutput(worker);
  const { promise, resolve, reject } = Promise.withResolvers<TreeEnsemble>();
  const cancel = (): void => {
    if (signal) reject(cancelled(signal));
  };
  const timeout = setTimeout(() => {
    reject(failed(`It took longer than ${timeoutMs / 1000} s.`, printed()));
  }, timeoutMs);
  signal?.addEventListener('abort', cancel, { once: true });
  const onMessage = (message: TrainingMessage): void => {
    try {
      if (message.kind === 'progress') onProgress?.(message.treesDone, treesTotal);
      else if (message.kind === 'trained') resolve(message.ensemble);
      else reject(message.isInputAtFault ? invalid(message.message) : failed(message.message, printed()));
    } catch (error) {
      reject(failed('The listener to its progress threw.', error));
    }
  };
  const onError = (error: unknown): void => {
    reject(failed('The worker thread died.', error));
  };
  const onExit = (): void => {
    reject(failed('The worker thread ended without an answer.', printed()));
  };
  worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  return promise.finally(() => {
    clearTimeout(timeout);
    signal?.removeEventListener('abort', cancel);
    worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    ignore();
  });
}

/** What the library prints from now on, until it is ignored. */
function keepOutput({ stdout, stderr }: Worker): { printed(): string; ignore(): void } {
  let output = '';
  const keep = (text: string): void => {
    output = (output + text).slice(-KEPT_OUTPUT_CHARACTERS);
  };
  for (const stream of [stdout, stderr]) stream.setEncoding('utf8').on('data', keep);
  return {
    printed: () => output,
    ignore() {
      for (const stream of [stdout, stderr]) stream.off('data', keep).resume();
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
