import { countryOf } from './country.ts';
import { departmentOf, rankOf } from './job-title.ts';

/** How a text becomes one of few categories before anything is learned of it. */
export type Grouping = 'job rank' | 'job department' | 'country';

const groups: Record<Grouping, (text: string) => string> = {
  'job rank': rankOf,
  'job department': departmentOf,
  country: countryOf,
};

/** A function for many texts: the same text is grouped once. */
export function createGrouper(grouping: Grouping): (text: string | undefined) => string | undefined {
  const known = new Map<string, string>();
  return (text) => {
    if (text === undefined || text.trim() === '') return undefined;
    const before = known.get(text);
    if (before !== undefined) return before;
    const group = groups[grouping](text);
    known.set(text, group);
    return group;
  };
}
