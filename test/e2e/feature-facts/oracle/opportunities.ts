import type { PastValues } from './past-values.ts';
import { idOf, textOf, timeOf } from './raw-facts.ts';
import type { RawFacts, Row } from './raw-facts.ts';

/** Stages, accounts and people of opportunities over time. */
export class Opportunities {
  private readonly facts: RawFacts;
  private readonly past: PastValues;
  private readonly closedStages: Set<string>;
  private readonly stages = new Map<string, { at: number; stage: string }[]>();

  constructor(facts: RawFacts, past: PastValues) {
    this.facts = facts;
    this.past = past;
    const closed = facts.OpportunityStage.filter((stage) => stage['IsClosed'] === true);
    this.closedStages = new Set(closed.map((stage) => String(stage['ApiName'])));
    for (const row of facts.OpportunityHistory) {
      const id = String(row['OpportunityId']);
      const known = this.stages.get(id) ?? [];
      this.stages.set(id, [...known, { at: timeOf(row), stage: String(row['StageName']) }]);
    }
    for (const stages of this.stages.values()) stages.sort((one, other) => one.at - other.at);
  }

  private isOfAccount = (opportunity: Row, account: Row, ms: number): boolean =>
    this.past.textAt(opportunity, 'AccountId', ms) === idOf(account);

  /** The opportunities that an account has at a time. */
  ofAccount(account: Row, ms: number): Row[] {
    return this.facts.Opportunity.filter((row) => timeOf(row) <= ms && this.isOfAccount(row, account, ms));
  }

  /** The opportunities in which a contact has a role at a time. */
  ofContact(contact: Row, ms: number): Row[] {
    const roles = this.facts.OpportunityContactRole.filter(
      (role) => role['ContactId'] === contact['Id'] && timeOf(role) <= ms,
    );
    const ids = new Set(roles.map((role) => String(role['OpportunityId'])));
    return this.facts.Opportunity.filter((row) => ids.has(idOf(row)) && timeOf(row) <= ms);
  }

  isOpen(opportunity: Row, ms: number): boolean {
    const stages = this.stages.get(idOf(opportunity)) ?? [];
    const stage = stages.filter(({ at }) => at <= ms).at(-1)?.stage;
    return stage !== undefined && !this.closedStages.has(stage);
  }

  /** Every time at which an opportunity came to be won, by its creation too. */
  wins(opportunity: Row): number[] {
    const stages = this.stages.get(idOf(opportunity)) ?? [];
    return stages.flatMap(({ at, stage }, index) =>
      stage === 'Closed Won' && stages[index - 1]?.stage !== 'Closed Won' ? [at] : [],
    );
  }

  winsOfAccount(account: Row): number[] {
    return this.facts.Opportunity.flatMap((row) => this.wins(row).filter((at) => this.isOfAccount(row, account, at)));
  }

  winsOfContact(contact: Row): number[] {
    return this.facts.Opportunity.flatMap((row) =>
      this.wins(row).filter((at) => this.ofContact(contact, at).includes(row)),
    );
  }

  /** When anything of any opportunity was recorded first. */
  firstChange(): number {
    return Math.min(...this.facts.Opportunity.map((row) => timeOf(row)));
  }

  /** The newest role with a name, of those that are meant. */
  newestRole(isMeant: (role: Row) => boolean, ms: number): string | undefined {
    const roles = this.facts.OpportunityContactRole.filter((role) => timeOf(role) <= ms && isMeant(role));
    const named = roles.filter((role) => textOf(role, 'Role') !== undefined);
    return textOf(named.toSorted((one, other) => timeOf(one) - timeOf(other)).at(-1), 'Role');
  }
}
