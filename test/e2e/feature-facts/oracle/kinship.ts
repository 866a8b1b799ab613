import type { OracleGoal } from './observed.ts';
import type { Oracle } from './oracle.ts';
import { idOf, textOf } from './raw-facts.ts';
import type { Row } from './raw-facts.ts';

/** What must not stand on both sides of a split: the record itself, the person and the accounts behind a row. */
function kinOf({ people }: Oracle, { row, ms, goal }: { row: Row; ms: number; goal: OracleGoal }): string[] {
  if (goal.object === 'Account') return [idOf(row)];
  const address = people.addressAt(row, ms);
  const own = [idOf(row), ...(address === undefined ? [] : [`address ${address}`])];
  if (goal.object === 'Contact') {
    // Also the accounts to which the contact belonged before, and those to which it moved afterwards.
    const moves = people.past.of(row).filter(({ field }) => field === 'Account');
    const accounts = moves.flatMap(({ from, to }) => [from, to]).filter((id) => id?.startsWith('001'));
    return [...own, textOf(row, 'AccountId'), ...accounts].filter((kin) => kin !== undefined);
  }
  const [contact, account] = [people.contactOf(row, ms), people.accountOf(row, ms)];
  return [...own, contact && idOf(contact), account && idOf(account)].filter((kin) => kin !== undefined);
}

/** The kin of a row that earlier rows had in another group: those that a split can tear apart. */
export class Kinship {
  private readonly oracle: Oracle;
  private readonly groupOf = new Map<string, string>();

  constructor(oracle: Oracle) {
    this.oracle = oracle;
  }

  tornApart(about: { row: Row; ms: number; goal: OracleGoal }, group: string): string[] {
    return kinOf(this.oracle, about).filter((kin) => {
      const known = this.groupOf.get(kin) ?? group;
      this.groupOf.set(kin, known);
      return known !== group;
    });
  }
}
