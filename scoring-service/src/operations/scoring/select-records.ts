import type { Goal } from '@plumbline/contract';
import { countLeftOut, toLeftOutResult } from '../../domain/evaluation/run-counts.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import { openRecords } from '../../domain/scoring/record-selection.ts';
import type { FeatureSession } from '../../ports/features.ts';
import type { Extraction } from '../../ports/records.ts';
import type { IdLists, RunCheckpoint, RunResults, RunState } from '../../ports/runs.ts';

type Selected = Pick<RunState, 'key' | 'selection'>;

/** Limits the session to the records that the run selects; a run without a selection covers all open records. */
export async function selectRecords(
  {
    salesforce,
    store,
    session,
  }: {
    salesforce: Pick<Extraction, 'extractIds'>;
    store: Pick<IdLists, 'idListPart'>;
    session: Pick<FeatureSession, 'select'>;
  },
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

/** Records a result for every requested id that cannot be scored, and returns the checkpoint after them. */
export async function recordExcluded(
  { store, session }: { store: Pick<RunResults, 'commitBatch'>; session: Pick<FeatureSession, 'leftOut'> },
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
    await store.commitBatch(key, [], checkpoint, { results });
  }
}

async function* partsOf(store: Pick<IdLists, 'idListPart'>, listId: string): AsyncGenerator<string[]> {
  let part = await store.idListPart(listId, -1);
  if (!part) throw listNotFound(listId);
  for (; part; part = await store.idListPart(listId, part.number)) yield part.recordIds;
}

const listNotFound = (id: string): ScoringError =>
  new ScoringError('id-list.not-found', {
    message: `The run's list of ids ${id} no longer exists.`,
    actions: ['Start a new run with the list of ids.'],
  });
