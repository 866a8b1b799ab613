/** The settings of a goal in `Settings__c`, as JSON. Pure functions: no element, no clock. */
import type { ScoreGoal } from 'c/scoringGoal';

/** A missing key means that the admin has not decided. Unknown keys are kept. */
export type GoalSettings = {
  needTypeField?: string;
  extraFields?: string[];
  excludedFields?: string[];
  sensitiveFields?: string[];
  fairnessFields?: string[];
  thresholds?: Record<string, number>;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNames = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.every((name) => typeof name === 'string'));

const isLimits = (value: unknown): boolean =>
  value === undefined ||
  (isObject(value) && Object.values(value).every((limit) => typeof limit === 'number' && limit >= 0));

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The caller reports unreadable settings.
    return undefined;
  }
}

/** The settings; undefined if the text is invalid, so that the caller does not overwrite it. */
export function readSettings({ Settings__c = '' }: Pick<ScoreGoal, 'Settings__c'>): GoalSettings | undefined {
  const settings = Settings__c.trim() === '' ? {} : parseJson(Settings__c);
  if (!isObject(settings)) return undefined;
  const { needTypeField, extraFields, excludedFields, sensitiveFields, fairnessFields, thresholds } = settings;
  const isReadable =
    (needTypeField === undefined || typeof needTypeField === 'string') &&
    [extraFields, excludedFields, sensitiveFields, fairnessFields].every(isNames) &&
    isLimits(thresholds);
  return isReadable ? (settings as GoalSettings) : undefined;
}

/** The settings as text with some of them changed; a key with the value undefined is removed. */
export function writeSettings(settings: GoalSettings, changed: Partial<GoalSettings>): string | null {
  const text = JSON.stringify({ ...settings, ...changed });
  return text === '{}' ? null : text;
}

/** Only limits that differ from their defaults are saved, so that a new default applies to all other goals. */
export function changedLimits(
  limits: Readonly<Record<string, number>>,
  defaults: readonly { name: string; defaultValue: number }[],
): Record<string, number> | undefined {
  const changed = defaults.flatMap(({ name, defaultValue }): [string, number][] => {
    const limit = limits[name];
    return limit === undefined || limit === defaultValue ? [] : [[name, limit]];
  });
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

const usableTypes = new Set([
  ...['Boolean', 'Int', 'Long', 'Double', 'Currency', 'Percent', 'Date', 'DateTime'],
  ...['Picklist', 'MultiPicklist', 'ComboBox', 'String', 'Email', 'Phone', 'Url'],
]);

export type FieldOption = { value: string; label: string };

/** The fields of an object that a model can use, sorted by label. Score fields are not among them. */
export function fieldOptions({ fields }: Pick<ObjectInfo, 'fields'>, compare: (one: string, other: string) => number) {
  return Object.values(fields)
    .filter(
      ({ apiName, dataType }) => usableTypes.has(dataType) && !/^(\w+__)?Predictive_Score(_\w+)?__c$/.test(apiName),
    )
    .map(({ apiName, label }): FieldOption => ({ value: apiName, label: `${label} (${apiName})` }))
    .sort((one, other) => compare(one.label, other.label));
}

/** A field by its name; like the service, without regard to case. */
export const fieldNamed = ({ fields }: Pick<ObjectInfo, 'fields'>, name: string): ObjectFieldInfo | undefined =>
  fields[name] ?? Object.values(fields).find(({ apiName }) => apiName.toLowerCase() === name.toLowerCase());
