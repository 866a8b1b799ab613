/** The settings of a goal in `Settings__c`, as JSON. Pure functions: no element, no clock. */
import type { ScoreGoal } from 'c/scoringGoal';

/** A missing key means that the admin has not decided. Unknown keys are kept. */
export type GoalSettings = {
  needTypeField?: string;
  accountNeedTypeField?: string;
  contactTypeField?: string;
  accountCategoryField?: string;
  extraFields?: string[];
  excludedFields?: string[];
  sensitiveFields?: string[];
  fairnessFields?: string[];
  thresholds?: Record<string, number>;
};

/** Settings that name one field. */
export const singleFields = [
  'needTypeField',
  'accountNeedTypeField',
  'contactTypeField',
  'accountCategoryField',
] as const satisfies readonly (keyof GoalSettings)[];

export type SingleField = (typeof singleFields)[number];

/** The object of a plain field name in these settings; of the others it is the scored one. */
export const objectOfSingle: Partial<Record<SingleField, string>> = {
  accountNeedTypeField: 'Account',
  contactTypeField: 'Contact',
  accountCategoryField: 'Account',
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
  const { extraFields, excludedFields, sensitiveFields, fairnessFields, thresholds } = settings;
  const isReadable =
    singleFields.every((name) => settings[name] === undefined || typeof settings[name] === 'string') &&
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

type Infos = Readonly<Record<string, Pick<ObjectInfo, 'fields'>>>;

/** The further fields that a goal can take: those of the scored object, then of other records as `Contact.Level__c`. */
export function furtherOptions(
  infos: Infos,
  object: string,
  compare: (one: string, other: string) => number,
): FieldOption[] {
  const own = infos[object];
  const others = Object.keys(infos).filter((name) => name !== object);
  return [
    ...(own === undefined ? [] : fieldOptions(own, compare)),
    ...others.flatMap((name) => {
      const info = infos[name];
      return info === undefined ? [] : fieldOptions(info, compare).map((option) => ofObject(name, option));
    }),
  ];
}

const ofObject = (name: string, { value, label }: FieldOption): FieldOption => ({
  value: `${name}.${value}`,
  label: `${name}: ${label.replace(`(${value})`, `(${name}.${value})`)}`,
});

/**
 * A field that a setting names: of `object`, of another record (`Account.Tier__c`) or the lookup of a path
 * (`Product__r.Name`).
 */
export function fieldAt(infos: Infos, object: string, name: string): ObjectFieldInfo | undefined {
  const [first = '', ...rest] = name.split('.');
  const named = Object.keys(infos).find((one) => one.toLowerCase() === first.toLowerCase());
  if (rest.length > 0 && named !== undefined)
    return fieldAt({ [named]: infos[named] ?? { fields: {} } }, named, rest.join('.'));
  const info = infos[object];
  const lookup = rest.length === 0 ? name : first.replace(/__r$/i, '__c');
  return info && (fieldNamed(info, lookup) ?? fieldNamed(info, `${first}Id`));
}

/** A field by its name; like the service, without regard to case. */
export const fieldNamed = ({ fields }: Pick<ObjectInfo, 'fields'>, name: string): ObjectFieldInfo | undefined =>
  fields[name] ?? Object.values(fields).find(({ apiName }) => apiName.toLowerCase() === name.toLowerCase());
