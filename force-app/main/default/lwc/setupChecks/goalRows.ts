/** What a goal has of its settings, a row for each goal. */
import { basisWords, objectWords, qualifiedStatusesOf } from 'c/scoringGoal';
import type { ScoreGoal } from 'c/scoringGoal';
import { fieldNamed, readSettings } from 'c/scoringSettings';
import type { GoalSettings } from 'c/scoringSettings';
import { formatLabel } from 'c/scoringText';
import { label } from './labels';

/** A goal with what it has, and whether that is enough. */
export type GoalRow = { id: string; name: string; object: string; text: string; isDone: boolean };

export type ObjectInfos = Readonly<Record<string, ObjectInfo>>;

const rowOf = ({ Id, Name, Object__c, Active__c }: ScoreGoal, text: string, isDone: boolean): GoalRow => ({
  id: Id,
  name: Active__c ? Name : formatLabel(label.INACTIVE_GOAL, Name),
  object: objectWords[Object__c] ?? Object__c,
  text,
  isDone,
});

/** A row for a goal whose settings can be read; one that says so where they cannot. */
const withSettings = (
  goal: ScoreGoal,
  textOf: (settings: GoalSettings) => [text: string, isDone: boolean],
): GoalRow => {
  const settings = readSettings(goal);
  return settings === undefined ? rowOf(goal, label.SETTINGS_UNREADABLE, false) : rowOf(goal, ...textOf(settings));
};

/** `statuses` are those of the org's leads; undefined while they are not known. */
export function statusRow(goal: ScoreGoal, statuses: readonly PicklistEntry[] | undefined): GoalRow {
  if (goal.Object__c !== 'Lead') return rowOf(goal, label.STATUSES_ONLY_LEADS, true);
  const chosen = qualifiedStatusesOf(goal);
  if (chosen.length === 0) return rowOf(goal, label.STATUSES_NONE, false);
  const gone = statuses === undefined ? [] : chosen.filter((value) => !statuses.some((one) => one.value === value));
  if (gone.length > 0) return rowOf(goal, formatLabel(label.STATUSES_GONE, gone.join(', ')), false);
  const words = chosen.map((value) => statuses?.find((one) => one.value === value)?.label ?? value);
  return rowOf(goal, words.join(', '), true);
}

function labelsOf(names: readonly string[], info: ObjectInfo | undefined): string {
  const labels = names.map((name) => (info && fieldNamed(info, name)?.label) ?? name);
  return labels.length === 0 ? label.NO_FIELDS : labels.join(', ');
}

/** Fields that a goal names and the viewer does not find: they are gone, or he may not read them. */
function goneOf(names: readonly string[], info: ObjectInfo | undefined): string[] {
  return info === undefined ? [] : names.filter((name) => fieldNamed(info, name) === undefined);
}

function withoutGone(text: string, gone: readonly string[]): [string, boolean] {
  return gone.length === 0 ? [text, true] : [`${text} ${formatLabel(label.FIELDS_GONE, gone.join(', '))}`, false];
}

/** Whoever saved the mapping has decided, also to choose nothing. */
export const mappingRow = (goal: ScoreGoal, infos: ObjectInfos): GoalRow =>
  withSettings(goal, ({ needTypeField, extraFields, excludedFields }) => {
    if ([needTypeField, extraFields, excludedFields].every((one) => one === undefined)) return [label.UNDECIDED, false];
    const info = infos[goal.Object__c];
    const need = needTypeField === undefined ? [] : [needTypeField];
    const [extra, excluded] = [extraFields ?? [], excludedFields ?? []];
    const lists = [need, extra, excluded].map((names) => labelsOf(names, info));
    return withoutGone(formatLabel(label.MAPPING, ...lists), goneOf([...need, ...extra, ...excluded], info));
  });

/** The same of sensitive fields and the fairness check: an empty list that was saved says that there are none. */
export const sensitiveRow = (goal: ScoreGoal, infos: ObjectInfos): GoalRow =>
  withSettings(goal, ({ sensitiveFields, fairnessFields = [] }) => {
    if (sensitiveFields === undefined) return [label.UNDECIDED, false];
    const info = infos[goal.Object__c];
    const lists = [sensitiveFields, fairnessFields].map((names) => labelsOf(names, info));
    return withoutGone(
      formatLabel(label.SENSITIVE, ...lists),
      goneOf([...new Set([...sensitiveFields, ...fairnessFields])], info),
    );
  });

export const backgroundRow = (goal: ScoreGoal): GoalRow => {
  const isOn = goal.Background_Update__c === true;
  return rowOf(goal, isOn ? label.ON : label.OFF, isOn);
};

/** Every limit has a default, so there is nothing left to decide. */
export const thresholdRow = (goal: ScoreGoal): GoalRow =>
  withSettings(goal, ({ thresholds = {} }) => {
    const count = Object.keys(thresholds).length;
    const basis = basisWords[goal.Score_Basis__c ?? ''] ?? '';
    const limits = count === 0 ? label.LIMITS_DEFAULT : formatLabel(label.LIMITS_OWN, count);
    return [formatLabel(label.BANDS, basis, goal.High_From__c ?? '', goal.Medium_From__c ?? '', limits), true];
  });
