import { readFile } from 'node:fs/promises';
import { loadCsv } from '../../local-org/src/loader/load-csv.ts';
import type { LoadProgress, LoadSummary } from '../../local-org/src/loader/load-csv.ts';
import { parseMapping } from '../../local-org/src/loader/mapping.ts';
import type { PreparedOrg } from '../stage/prepared-org.ts';

const mappingFile = 'test/fixtures/xeducation/mapping.json';

/** Loads X Education's leads through Bulk API 2.0 and converts those that were converted. */
export async function loadXEducation(
  { url, adminToken }: PreparedOrg,
  { csv, onProgress, signal }: { csv: string; onProgress: (progress: LoadProgress) => void; signal: AbortSignal },
): Promise<LoadSummary> {
  const mapping = parseMapping(await readMapping());
  return loadCsv({ instanceUrl: url, token: adminToken, mapping, csv, onProgress, signal });
}

/**
 * What differs in the goal: the file has no dates, so that each lead gives one training row, observed at its creation,
 * and fields that are filled only later are excluded.
 */
export async function xEducationGoalFields(): Promise<Record<string, unknown>> {
  const { knownOnlyLater } = await readMapping();
  return { Settings__c: JSON.stringify({ learnFrom: 'creation', excludedFields: knownOnlyLater }) };
}

async function readMapping(): Promise<{ knownOnlyLater: string[] }> {
  return JSON.parse(await readFile(mappingFile, 'utf8')) as { knownOnlyLater: string[] };
}
