/** `Settings__c` of a goal: what an admin may change at any time, as JSON. Pure: no element, no clock. */
import type { ScoreGoal } from 'c/scoringGoal';

/** Every key is left out where the admin has not decided; what this version does not know is kept. */
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The caller says that the text cannot be read.
    return undefined;
  }
}

/** The settings; undefined where the text cannot be read, so that nothing in it is overwritten. */
export function readSettings({ Settings__c = '' }: Pick<ScoreGoal, 'Settings__c'>): GoalSettings | undefined {
  const settings = Settings__c.trim() === '' ? {} : parsed(Settings__c);
  if (!isObject(settings)) return undefined;
  const { needTypeField, extraFields, excludedFields, sensitiveFields, fairnessFields, thresholds } = settings;
  const isReadable =
    (needTypeField === undefined || typeof needTypeField === 'string') &&
    [extraFields, excludedFields, sensitiveFields, fairnessFields].every(isNames) &&
    isLimits(thresholds);
  return isReadable ? (settings as GoalSettings) : undefined;
}

/** The text with some settings changed and the others as they are; a key that is undefined is left out. */
export function writeSettings(settings: GoalSettings, changed: Partial<GoalSettings>): string | null {
  const text = JSON.stringify({ ...settings, ...changed });
  return text === '{}' ? null : text;
}

/** Only what differs from its default is kept: a later default then reaches every goal that did not choose. */
export function ownLimits(
  limits: Readonly<Record<string, number>>,
  defaults: readonly { name: string; defaultValue: number }[],
): Record<string, number> | undefined {
  const own = defaults.flatMap(({ name, defaultValue }): [string, number][] => {
    const limit = limits[name];
    return limit === undefined || limit === defaultValue ? [] : [[name, limit]];
  });
  return own.length === 0 ? undefined : Object.fromEntries(own);
}

const usableTypes = new Set([
  ...['Boolean', 'Int', 'Long', 'Double', 'Currency', 'Percent', 'Date', 'DateTime'],
  ...['Picklist', 'MultiPicklist', 'ComboBox', 'String', 'Email', 'Phone', 'Url'],
]);

export type FieldOption = { value: string; label: string };

/** Fields of an object that the service can make features of, by their labels; scores are none. */
export function fieldOptions({ fields }: Pick<ObjectInfo, 'fields'>, compare: (one: string, other: string) => number) {
  return Object.values(fields)
    .filter(
      ({ apiName, dataType }) => usableTypes.has(dataType) && !/^(\w+__)?Predictive_Score(_\w+)?__c$/.test(apiName),
    )
    .map(({ apiName, label }): FieldOption => ({ value: apiName, label: `${label} (${apiName})` }))
    .sort((one, other) => compare(one.label, other.label));
}

/** What is found of a field that settings name; the service compares names without regard to case. */
export const fieldNamed = ({ fields }: Pick<ObjectInfo, 'fields'>, name: string): ObjectFieldInfo | undefined =>
  fields[name] ?? Object.values(fields).find(({ apiName }) => apiName.toLowerCase() === name.toLowerCase());
