import { ScoringError } from '../../domain/scoring-error.ts';
import { requireWholeCondition } from '../../domain/scoring/record-selection.ts';
import type { ExtractOptions } from '../../ports/records.ts';
import type { ExtractSettings } from './extract-table.ts';
import { extractTables } from './extract-tables.ts';
import { codeOf } from './org-refusal.ts';
import type { Session } from './session.ts';

/** The pages of a selection, which `FeatureSession.select` reads. */
const selectedName = 'selected';

/** How many records a condition is true of; the org is the judge of what it can read. */
export async function countMatches(
  count: (soql: string) => Promise<number>,
  object: string,
  where: string,
): Promise<number> {
  requireWholeCondition(where);
  try {
    return await count(`SELECT COUNT() FROM ${object} WHERE (${where})`);
  } catch (error) {
    if (error instanceof ScoringError && /^salesforce\.(refused|no-access)$/.test(error.kind)) throw unreadable(error);
    throw error;
  }
}

/** What the org said is kept to its code and the names in it: its text quotes values. */
function unreadable(error: ScoringError): ScoringError {
  const names = /no access to (\S+)/.exec(error.message)?.[1];
  const about = [codeOf(error), names].filter((part) => part !== undefined && part !== 'something').join(': ');
  return new ScoringError('request.invalid', {
    message: `The org cannot use the condition for the integration user (${about}).`,
    cause: error.cause,
    actions: [
      'Try the condition in a query: sf data query --query "SELECT COUNT() FROM … WHERE …".',
      'Check that the integration user may read every field of it.',
    ],
  });
}

/** Reads the ids of a selection through Bulk API 2.0; goes on where an earlier call was cut off. */
export function extractIds(
  session: Session,
  settings: ExtractSettings,
  { object, where }: { object: string; where: string },
  options: ExtractOptions,
): Promise<void> {
  const columns = [{ path: 'Id', column: 'id', protection: 'none' as const }];
  return extractTables(session, settings, [{ name: selectedName, object, columns, where: `(${where})` }], options);
}
