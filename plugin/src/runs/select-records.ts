import { mostIdsAPart } from '@plumbline/contract';
import type { Run, ScoredObject } from '@plumbline/contract';
import type { Connection } from '@salesforce/core';
import { SfError } from '@salesforce/core';
import { orOrgError } from '../org/org-error.ts';
import type { ServiceClient } from '../service/service-client.ts';
import { noIds, readIds } from './id-file.ts';
import type { RunStages } from './run-stages.ts';

/** The records of a bulk scoring. */
export type Selection = { kind: 'all' } | { kind: 'where'; where: string } | { kind: 'file'; path: string };

type Target = { client: ServiceClient; connection: Connection; goal: { id: string; object: ScoredObject } };

/** Starts a scoring of the selected records. Throws before the start if the selection is invalid. */
export async function startScoring(
  { client, connection, goal }: Target,
  selection: Selection,
  stages: RunStages,
  { acceptRemovals = false }: { acceptRemovals?: boolean } = {},
): Promise<{ run: Run; idsSent?: number }> {
  const accepted = acceptRemovals && { acceptRemovals };
  const request = { jobType: 'Scoring', trigger: 'Command line', ...accepted } as const;
  const start = (more: { where?: string; idListId?: string } = {}): Promise<Run> => {
    stages.starting();
    return client.startRun(goal.id, { ...request, ...more });
  };
  if (selection.kind === 'all') return { run: await start() };
  if (selection.kind === 'where') {
    await requireMatches(connection, goal.object, selection.where);
    return { run: await start({ where: selection.where }) };
  }
  const { idListId, ids } = await uploadIds(client, goal.object, selection.path, stages);
  return { run: await start({ idListId }), idsSent: ids };
}

/** Queries the org with the user's own condition, because its error message refers to that text. */
async function requireMatches(connection: Connection, object: ScoredObject, where: string): Promise<void> {
  const open = object === 'Lead' ? `IsConverted = false AND (${where})` : where;
  const { totalSize } = await orOrgError(async () => {
    try {
      return await connection.query(`SELECT COUNT() FROM ${object} WHERE ${open}`);
    } catch (error) {
      if (isQueryError(error)) throw invalidCondition(where, object, error);
      throw error;
    }
  });
  if (totalSize > 0) return;
  throw new SfError(`No open ${object} matches the condition: ${where}`, 'NoRecordsError', [
    `Try the condition: sf data query --query "SELECT Id FROM ${object} WHERE ${where}".`,
  ]);
}

const isQueryError = (error: unknown): error is Error =>
  error instanceof Error &&
  'errorCode' in error &&
  /^(MALFORMED_QUERY|INVALID_FIELD|INVALID_QUERY_FILTER_OPERATOR|INVALID_TYPE|MALFORMED_ID)$/.test(
    String(error.errorCode),
  );

const invalidCondition = (where: string, object: string, cause: Error): SfError =>
  new SfError(
    `The condition "${where}" isn't valid: ${cause.message.replace(/\s+/g, ' ').trim()}`,
    'BadWhereClauseError',
    [
      'Use the syntax of a SOQL WHERE clause, with strings in single quotes: --where "LeadSource = \'Web\' AND CreatedDate = LAST_N_DAYS:30".',
      `List the fields: sf sobject describe --sobject ${object}.`,
    ],
    cause,
  );

/** Uploads the ids of a file in parts, with one part in memory at a time. */
async function uploadIds(
  client: ServiceClient,
  object: ScoredObject,
  path: string,
  stages: RunStages,
): Promise<{ idListId: string; ids: number }> {
  let idListId: string | undefined;
  let [ids, number] = [0, 0];
  for await (const part of readIds(path, object, mostIdsAPart)) {
    idListId ??= (await client.createIdList()).id;
    await client.saveIdListPart(idListId, number, part);
    number += 1;
    ids += part.length;
    stages.uploaded(ids);
  }
  if (idListId === undefined) throw noIds(path);
  return { idListId, ids };
}
