import type { Story } from './telling.ts';

const stages = ['Prospecting', 'Needs Analysis', 'Negotiation/Review', 'Closed Won', 'Closed Lost'];
const roles = ['Decision Maker', 'Influencer', 'Business User', undefined];

/** An opportunity that may be won at once, lost, reopened, won twice, or moved to another account. */
export function addOpportunity(story: Story, accountId: string): void {
  const { org, random, accounts, opportunities } = story;
  const id = org.insert('Opportunity', {
    Name: `Deal ${opportunities.length}`,
    AccountId: random.chance(0.9) ? accountId : undefined,
    StageName: random.chance(0.15) ? 'Closed Won' : random.pick(stages.slice(0, 2)),
    CloseDate: '2026-06-30',
    Amount: random.chance(0.7) ? random.below(90_000) : undefined,
  });
  opportunities.push(id);
  for (let change = 1 + random.below(5); change > 0; change -= 1) {
    story.later(random.between(0.3, 260), () => {
      org.update('Opportunity', id, {
        ...random.pick([
          { StageName: random.pick(stages) },
          { StageName: random.pick(stages) },
          { StageName: 'Closed Won' },
          { Amount: random.below(90_000) },
          { AccountId: random.chance(0.85) ? random.pick(accounts) : null },
          { StageName: random.pick(stages), AccountId: random.pick(accounts) },
        ]),
      });
    });
  }
  const known = new Set<string>();
  for (let people = random.below(4); people > 0; people -= 1) {
    story.later(random.chance(0.4) ? 0.01 : random.between(0.1, 120), () => {
      if (story.contacts.length === 0) return;
      const contact = random.pick(story.contacts);
      if (known.has(contact)) return;
      known.add(contact);
      const role = org.insert('OpportunityContactRole', {
        OpportunityId: id,
        ContactId: contact,
        Role: random.pick(roles),
      });
      if (random.chance(0.2)) {
        story.later(random.between(1, 90), () => {
          org.update('OpportunityContactRole', role, { Role: random.pick(roles) ?? null });
        });
      }
    });
  }
}
