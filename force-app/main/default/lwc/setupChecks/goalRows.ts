/** The rows of the setup checklist: one setting of each goal. */
import { basisWords, objectWords, qualifiedStatusesOf } from 'c/scoringGoal';
import type { ScoreGoal } from 'c/scoringGoal';
import { fieldAt, objectOfSingle, readSettings, singleFields } from 'c/scoringSettings';
import type { GoalSettings } from 'c/scoringSettings';
import { formatLabel } from 'c/scoringText';
import { label } from './labels';

/** A setting of a goal as text, and whether it is set up. */
export type GoalRow = { id: string; name: string; object: string; text: string; isDone: boolean };

export type ObjectInfos = Readonly<Record<string, ObjectInfo>>;

const rowOf = ({ Id, Name, Object__c, Active__c }: ScoreGoal, text: string, isDone: boolean): GoalRow => ({
  id: Id,
  name: Active__c ? Name : formatLabel(label.INACTIVE_GOAL, Name),
  object: objectWords[Object__c] ?? Object__c,
  text,
  isDone,
});

/** The row of a goal; an error text where its settings cannot be read. */
const withSettings = (
  goal: ScoreGoal,
  textOf: (settings: GoalSettings) => [text: string, isDone: boolean],
): GoalRow => {
  const settings = readSettings(goal);
  return settings === undefined ? rowOf(goal, label.SETTINGS_UNREADABLE, false) : rowOf(goal, ...textOf(settings));
};

/** `statuses` are the lead statuses of the org; undefined until they are loaded. */
export function statusRow(goal: ScoreGoal, statuses: readonly PicklistEntry[] | undefined): GoalRow {
  if (goal.Object__c !== 'Lead') return rowOf(goal, label.STATUSES_ONLY_LEADS, true);
  const chosen = qualifiedStatusesOf(goal);
  if (chosen.length === 0) return rowOf(goal, label.STATUSES_NONE, false);
  const missing = statuses === undefined ? [] : chosen.filter((value) => !statuses.some((one) => one.value === value));
  if (missing.length > 0) return rowOf(goal, formatLabel(label.STATUSES_GONE, missing.join(', ')), false);
  const words = chosen.map((value) => statuses?.find((one) => one.value === value)?.label ?? value);
  return rowOf(goal, words.join(', '), true);
}

type Place = { infos: ObjectInfos; object: string };

function labelsOf(names: readonly string[], { infos, object }: Place): string {
  const labels = names.map((name) => fieldAt(infos, object, name)?.label ?? name);
  return labels.length === 0 ? label.NO_FIELDS : labels.join(', ');
}

/** Fields that a goal names and the viewer cannot find: they are deleted, or the viewer cannot read them. */
function missingOf(names: readonly string[], { infos, object }: Place): string[] {
  return infos[object] === undefined ? [] : names.filter((name) => fieldAt(infos, object, name) === undefined);
}

function withMissing(text: string, missing: readonly string[]): [string, boolean] {
  return missing.length === 0 ? [text, true] : [`${text} ${formatLabel(label.FIELDS_GONE, missing.join(', '))}`, false];
}

/** A saved mapping counts as decided, even an empty one. */
export const mappingRow = (goal: ScoreGoal, infos: ObjectInfos): GoalRow =>
  withSettings(goal, (settings) => {
    const { needTypeField, extraFields, excludedFields } = settings;
    const named = singleFields.flatMap((name) => {
      const field = settings[name];
      return field === undefined ? [] : [{ field, object: objectOfSingle[name] ?? goal.Object__c }];
    });
    if (named.length === 0 && extraFields === undefined && excludedFields === undefined) {
      return [label.UNDECIDED, false];
    }
    const place = { infos, object: goal.Object__c };
    const need = needTypeField === undefined ? [] : [needTypeField];
    const [extra, excluded] = [extraFields ?? [], excludedFields ?? []];
    const lists = [need, extra, excluded].map((names) => labelsOf(names, place));
    const missing = named.flatMap(({ field, object }) => missingOf([field], { infos, object }));
    return withMissing(formatLabel(label.MAPPING, ...lists), [
      ...missing,
      ...missingOf([...extra, ...excluded], place),
    ]);
  });

/** Sensitive fields and fairness checks: a saved empty list means that there are none. */
export const sensitiveRow = (goal: ScoreGoal, infos: ObjectInfos): GoalRow =>
  withSettings(goal, ({ sensitiveFields, fairnessFields = [] }) => {
    if (sensitiveFields === undefined) return [label.UNDECIDED, false];
    const place = { infos, object: goal.Object__c };
    const lists = [sensitiveFields, fairnessFields].map((names) => labelsOf(names, place));
    return withMissing(
      formatLabel(label.SENSITIVE, ...lists),
      missingOf([...new Set([...sensitiveFields, ...fairnessFields])], place),
    );
  });

export const backgroundRow = (goal: ScoreGoal): GoalRow => {
  const isOn = goal.Background_Update__c === true;
  return rowOf(goal, isOn ? label.ON : label.OFF, isOn);
};

/** Every limit has a default, so this row is always done. */
export const thresholdRow = (goal: ScoreGoal): GoalRow =>
  withSettings(goal, ({ thresholds = {} }) => {
    const count = Object.keys(thresholds).length;
    const basis = basisWords[goal.Score_Basis__c ?? ''] ?? '';
    const limits = count === 0 ? label.LIMITS_DEFAULT : formatLabel(label.LIMITS_OWN, count);
    return [formatLabel(label.BANDS, basis, goal.High_From__c ?? '', goal.Medium_From__c ?? '', limits), true];
  });
