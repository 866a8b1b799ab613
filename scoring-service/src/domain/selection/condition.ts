import { ScoringError } from '../scoring-error.ts';

/**
 * Refuses a SOQL condition that would not stay a condition once it stands in brackets: quotes and brackets that do not
 * close, or close more than they opened. Whether it can be read is for the org to say.
 */
export function requireWholeCondition(where: string): void {
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < where.length; at += 1) {
    const character = where[at];
    if (isQuoted && character === '\\') at += 1;
    else if (character === "'") isQuoted = !isQuoted;
    else if (!isQuoted && character === '(') depth += 1;
    else if (!isQuoted && character === ')') depth -= 1;
    if (depth < 0) throw broken('a bracket closes that was not opened');
  }
  if (isQuoted) throw broken('a quote does not close');
  if (depth > 0) throw broken('a bracket does not close');
}

const broken = (what: string): ScoringError =>
  new ScoringError('request.invalid', {
    message: `The condition cannot be read: ${what}.`,
    actions: ["Write a SOQL condition without the word WHERE: LeadSource = 'Web' AND CreatedDate = LAST_N_DAYS:30."],
  });

/** The condition of open records: a converted lead is read-only and keeps its last score. */
export const openRecords = (object: string, where: string): string =>
  object === 'Lead' ? `IsConverted = false AND (${where})` : where;
