import type { Goal } from '@plumbline/contract';
import { countLeftOut, toLeftOutResult } from '../../domain/evaluation/run-counts.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import { openRecords } from '../../domain/scoring/record-selection.ts';
import type { Salesforce, Store } from '../../ports/adapters.ts';
import type { FeatureSession } from '../../ports/features.ts';
import type { RunCheckpoint, RunState } from '../../ports/runs.ts';

type Selected = Pick<RunState, 'key' | 'selection'>;

/** Tells the session which records the run is of; nothing where it is of all open ones. */
export async function selectRecords(
  { salesforce, store, session }: { salesforce: Salesforce; store: Store; session: FeatureSession },
  { selection }: Selected,
  { object }: Pick<Goal, 'object'>,
  { folder, signal }: { folder: string; signal: AbortSignal },
): Promise<void> {
  if (selection?.where !== undefined) {
    await salesforce.extractIds({ object, where: openRecords(object, selection.where) }, { folder, signal });
    await session.select({ folder });
  }
  if (selection?.idListId !== undefined) await session.select(partsOf(store, selection.idListId));
}

async function* partsOf(store: Store, listId: string): AsyncGenerator<string[]> {
  let part = await store.idListPart(listId, -1);
  if (!part) throw listNotFound(listId);
  for (; part; part = await store.idListPart(listId, part.number)) yield part.recordIds;
}

/** Tells of every record that was asked for by its id and cannot be scored; the checkpoint after it. */
export async function recordExcluded(
  { store, session }: { store: Store; session: FeatureSession },
  { key, selection }: Selected,
  { object }: Pick<Goal, 'object'>,
  from: RunCheckpoint,
  { limit, signal }: { limit: number; signal: AbortSignal },
): Promise<RunCheckpoint> {
  if (selection?.idListId === undefined) return from;
  let checkpoint = from;
  for (;;) {
    signal.throwIfAborted();
    const records = await session.leftOut({ afterId: checkpoint.afterLeftOut ?? '', limit });
    const last = records.at(-1);
    if (!last) return checkpoint;
    const results = records.map((record) => toLeftOutResult(object, record));
    checkpoint = { ...checkpoint, ...countLeftOut(checkpoint, results), afterLeftOut: last.recordId };
    await store.commitBatch(key, [], checkpoint, results);
  }
}

const listNotFound = (id: string): ScoringError =>
  new ScoringError('id-list.not-found', {
    message: `The list of ids ${id} that the run is of is not there any more.`,
    actions: ['Start a new run with the list of ids.'],
  });
