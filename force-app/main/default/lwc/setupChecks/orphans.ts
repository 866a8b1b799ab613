/** Score field sets that no goal writes to. */
import { fieldsOfSet, objectWords, scoreFieldSetsOf } from 'c/scoringGoal';
import type { ScoreGoal } from 'c/scoringGoal';
import { formatLabel } from 'c/scoringText';
import type { Check } from './check';
import type { ObjectInfos } from './goalRows';
import { label } from './labels';

export type UnusedSet = {
  scoreField: string;
  object: string;
  objectApiName: string;
  fields: string;
  isPackaged: boolean;
};

/** Packaged sets are free for a first goal and cannot be deleted; other sets are left over from deleted goals. */
export const unusedSets = (goals: readonly ScoreGoal[], infos: ObjectInfos): UnusedSet[] =>
  Object.values(infos).flatMap((info) =>
    scoreFieldSetsOf(info)
      .filter((scoreField) => goals.every(({ Score_Field__c }) => Score_Field__c !== scoreField))
      .map((scoreField) => ({
        scoreField,
        object: objectWords[info.apiName] ?? info.apiName,
        objectApiName: info.apiName,
        fields: fieldsOfSet(scoreField).join(', '),
        isPackaged: scoreField === `${info.apiName}.Predictive_Score__c`,
      })),
  );

/** `hasInfos`: whether the fields of the objects have been read. */
export function orphansCheck(sets: readonly UnusedSet[], hasInfos: boolean): Check {
  if (!hasInfos) return { state: 'checking', detail: label.CHECKING };
  const own = sets.filter(({ isPackaged }) => !isPackaged);
  if (own.length === 0) return { state: 'done', detail: label.ORPHANS_NONE };
  return {
    state: 'missing',
    detail: formatLabel(label.ORPHANS, own.map(({ scoreField }) => scoreField).join(', ')),
  };
}
