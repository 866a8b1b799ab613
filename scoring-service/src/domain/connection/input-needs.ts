import type { Goal } from '@plumbline/contract';
import { tableDrafts } from '../features/source-columns.ts';
import { scoreFieldSet } from '../goals/score-field-set.ts';
import type { ObjectNeed } from './rights.ts';

const scoredObjects = ['Lead', 'Contact', 'Account'] as const;

/** Objects that an org has only once an admin has switched something on: history, or data protection. */
const isOfSetting = (object: string): boolean => object.endsWith('History') || object === 'Individual';

/** What scores are made of; fields that only add to it stand in needs of their own, which are optional. */
export function inputNeeds(): ObjectNeed[] {
  const needs = tableDrafts.flatMap(({ object, columns }): ObjectNeed[] => {
    // What lies behind a lookup is asked of the object it leads to.
    const own = columns.filter(({ path }) => !path.includes('.'));
    const paths = (isRequired: boolean): string[] =>
      own.filter((column) => column.isRequired === isRequired).map(({ path }) => path);
    const further = paths(false);
    return [
      { object, read: paths(true), isOptional: isOfSetting(object) },
      ...(further.length > 0 ? [{ object, read: further, isOptional: true }] : []),
    ];
  });
  const campaign = { object: 'Campaign', read: ['Type'], isOptional: true };
  const wishes = ['HasOptedOutProfiling', 'HasOptedOutProcessing', 'ShouldForget'];
  return [...needs, campaign, { object: 'Individual', read: wishes, isOptional: true }];
}

/** The packaged score fields of every scored object, and those that goals name for themselves. */
export function scoreNeeds(goals: Pick<Goal, 'object' | 'scoreField'>[]): ObjectNeed[] {
  const packaged = scoredObjects.map((object) => ({ object, scoreField: 'Predictive_Score__c' }));
  return scoredObjects.map((object) => {
    const ofObject = [...packaged, ...goals].filter((one) => one.object === object);
    return {
      object,
      write: [...new Set(ofObject.flatMap(({ scoreField }) => Object.values(scoreFieldSet(scoreField))))],
    };
  });
}
