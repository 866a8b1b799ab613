import { DAY_MS } from '../../../../scoring-service/src/domain/time.ts';
import type { OracleGoal } from './observed.ts';
import type { Oracle } from './oracle.ts';
import { idOf, timeOf } from './raw-facts.ts';
import type { Row } from './raw-facts.ts';

const timeframeDays = 90;
const observedAfterDays = [0, 7, 30, 60, ...Array.from({ length: 48 }, (_, index) => 74 + 14 * index)];

/** A record at a date at which a training observes it, and whether it reached the goal within the timeframe. */
export type Observation = { row: Row; ms: number; label: 0 | 1 };

const isReached = (times: readonly number[], ms: number): 0 | 1 =>
  times.some((at) => at > ms && at <= ms + timeframeDays * DAY_MS) ? 1 : 0;

/** L1: leads some days after their creation while open and qualified; only dates whose timeframe is over. */
function observeLeads({ people }: Oracle, goal: OracleGoal, end: number): Observation[] {
  return people.leads
    .filter((lead) => !people.isOptedOut(lead))
    .flatMap((lead) => {
      const converted = people.convertedAt(lead);
      return observedAfterDays
        .map((days) => timeOf(lead) + days * DAY_MS)
        .filter((ms) => ms + timeframeDays * DAY_MS <= end)
        .filter((ms) => !people.isConvertedAt(lead, ms))
        .filter((ms) => goal.qualifiedStatuses.includes(people.statusAt(lead, ms) ?? ''))
        .map((ms) => ({ row: lead, ms, label: isReached(converted === undefined ? [] : [converted], ms) }));
    });
}

/** Decision 8: contacts and accounts on common dates, from the newest whose outcome is known, one timeframe apart. */
function commonDates({ opportunities }: Oracle, end: number): number[] {
  const dates: number[] = [];
  const step = timeframeDays * DAY_MS;
  for (let ms = end - step; ms >= opportunities.firstChange(); ms -= step) dates.push(ms);
  return dates;
}

function observeContacts(oracle: Oracle, end: number): Observation[] {
  const { people, opportunities } = oracle;
  return people.contacts
    .filter((contact) => !people.isOptedOut(contact))
    .flatMap((contact) => {
      const wins = opportunities.winsOfContact(contact);
      return commonDates(oracle, end)
        .filter((ms) => people.existsAt(contact, ms))
        .map((ms) => ({ row: contact, ms, label: isReached(wins, ms) }));
    });
}

/** Decision 9: an account is observed where it has a person or an open opportunity. */
function observeAccounts(oracle: Oracle, goal: OracleGoal, end: number): Observation[] {
  const { people, opportunities } = oracle;
  return people.accounts.flatMap((account) => {
    const wins = opportunities.winsOfAccount(account);
    return commonDates(oracle, end)
      .filter((ms) => people.existsAt(account, ms) && oracle.isQualifiedAccount({ row: account, ms, goal }))
      .map((ms) => ({ row: account, ms, label: isReached(wins, ms) }));
  });
}

/** Every row that a training at the end of the story has, by record and date. */
export function observe(oracle: Oracle, goal: OracleGoal, end: number): Map<string, Observation> {
  const all =
    goal.object === 'Lead'
      ? observeLeads(oracle, goal, end)
      : goal.object === 'Contact'
        ? observeContacts(oracle, end)
        : observeAccounts(oracle, goal, end);
  return new Map(all.map((one) => [rowKey(idOf(one.row), one.ms), one]));
}

export const rowKey = (recordId: string, ms: number): string => `${recordId} at ${new Date(ms).toISOString()}`;
