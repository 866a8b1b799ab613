import { RandomStream } from '../../local-org/src/generator/random.ts';
import { DAY_MS } from '../../../scoring-service/src/domain/time.ts';
import type { OrgWithHistory } from './org-with-history.ts';
import { addAccount, addContact, addLead, companyName } from './story-people.ts';
import { storyEnd, storyStart } from './telling.ts';
import type { Story, StorySize } from './telling.ts';

/** Chance that can also choose nothing: a field may stay empty. */
class Chance extends RandomStream {
  override pick<T>(values: readonly T[]): T {
    if (values.length === 0) throw new RangeError('There is nothing to choose from.');
    return values[this.below(values.length)] as T;
  }
}

type Scheduled = { at: number; order: number; act: () => void };

/** Fills an org with histories of difficult records: the same seed, the same records at the same times. */
export function tellStory(org: OrgWithHistory, seed: number, size: StorySize): void {
  const random = new Chance(seed, 'story');
  const queue: Scheduled[] = [];
  let now = storyStart;
  let order = 0;
  const story: Story = {
    org,
    random,
    now: () => now,
    later: (days, act) => {
      const at = Math.round(now + days * DAY_MS) + 1;
      if (at < storyEnd) queue.push({ at, order: ++order, act });
    },
    companies: Array.from({ length: size.companies }, (_, number) => ({
      name: companyName(number),
      domain: `firm${number}.example`,
    })),
    accounts: [],
    contacts: [],
    openLeads: new Set(),
    campaigns: [],
    opportunities: [],
  };
  const days = (storyEnd - storyStart) / DAY_MS;
  for (const Type of ['Webinar', 'Email', 'Trade Show', undefined]) {
    story.later(0, () => {
      const campaign = org.insert('Campaign', { Name: `Campaign ${Type ?? 'without a type'}`, Type });
      story.campaigns.push(campaign);
    });
  }
  for (let number = 0; number < size.companies; number += 1) {
    story.later(number < 2 ? 0 : random.between(0, days * 0.8), () => addAccount(story, number));
  }
  for (let number = 0; number < size.contacts; number += 1) {
    story.later(random.between(0.01, days * 0.85), () => addContact(story, number));
  }
  for (let number = 0; number < size.leads; number += 1) {
    story.later(random.between(0.02, days * 0.97), () => addLead(story, number));
  }
  for (;;) {
    queue.sort((one, other) => other.at - one.at || other.order - one.order);
    const next = queue.pop();
    if (next === undefined) break;
    now = next.at;
    org.setTime(now);
    next.act();
  }
  org.setTime(storyEnd);
}
