import type { EngagementSource, Goal, GoalSettings } from '@plumbline/contract';
import { packagedEngagement } from '@plumbline/contract';
import { factOf, hasShape } from '../org-facts.ts';
import type { FieldShape, OrgFacts } from '../org-facts.ts';
import type { FeatureField, PlannedColumn, SourceTableName, TableDraft } from './source-plan.ts';

/** The tables of website events, one for each source of a goal in the order of its setting. */
export const engagementTables = [
  'engagement_event',
  'engagement_event_second',
  'engagement_event_third',
] as const satisfies readonly SourceTableName[];

export type EngagementTable = (typeof engagementTables)[number];

export const isEngagementTable = (name: string): name is EngagementTable =>
  engagementTables.some((table) => table === name);

/** The sources of a goal; without the setting the object of the package, where the integration user may read it. */
export const engagementSourcesOf = ({ engagementSources }: Pick<GoalSettings, 'engagementSources'>) =>
  engagementSources ?? [packagedEngagement];

type SourceField = Exclude<keyof EngagementSource, 'object'>;

const texts = ['string', 'picklist', 'combobox', 'url', 'textarea'];

const shapes: Record<SourceField, FieldShape> = {
  lead: { types: ['reference'], referenceTo: 'Lead', words: 'a lookup to Lead' },
  contact: { types: ['reference'], referenceTo: 'Contact', words: 'a lookup to Contact' },
  email: { types: ['email', 'string'], words: 'an e-mail field' },
  date: { types: ['datetime', 'date'], words: 'a date or a date and time' },
  kind: { types: ['picklist', 'string', 'combobox'], words: 'a picklist or a text' },
  page: { types: texts, words: 'a text or a URL' },
  value: { types: ['double', 'int', 'currency', 'percent', 'long'], words: 'a number' },
};

/** A field that a source names, with what it must be. */
export type NamedSourceField = { object: string; path: string; shape: FieldShape };

/** The fields that the setting of a goal names; none without the setting. */
export const namedSourceFields = ({ engagementSources = [] }: Pick<GoalSettings, 'engagementSources'>) =>
  engagementSources.flatMap((source) =>
    (Object.keys(shapes) as SourceField[]).flatMap((field): NamedSourceField[] => {
      const path = source[field];
      return path === undefined ? [] : [{ object: source.object, path, shape: shapes[field] }];
    }),
  );

/** The tables that the sources of a goal fill. */
export const engagementDrafts = (settings: Pick<GoalSettings, 'engagementSources'>): TableDraft[] =>
  engagementSourcesOf(settings)
    .slice(0, engagementTables.length)
    .flatMap((source, index) => {
      const name = engagementTables[index];
      return name === undefined ? [] : [engagementDraft(name, source)];
    });

/** An event without its person or its time counts for nobody; which of them a source has is checked with the org's fields. */
function engagementDraft(name: EngagementTable, source: EngagementSource): TableDraft {
  const { object, lead, contact, email, date, kind, page, value } = source;
  const none = { protection: 'none', isRequired: false } as const;
  const named = (column: string, path: string | undefined, more: Partial<PlannedColumn> = {}) =>
    path === undefined ? [] : [{ path, column, ...none, ...more }];
  return {
    name,
    object,
    isOfFeature: true,
    columns: [
      { path: 'Id', column: 'id', ...none, isRequired: true },
      { path: 'CreatedDate', column: 'created_date', ...none, type: 'datetime', isRequired: true },
      ...named('occurred_at', date, { type: 'datetime', isRequired: true }),
      ...named('lead_id', lead),
      ...named('contact_id', contact),
      ...named('email_key', email, { protection: 'key' }),
      ...named('kind', kind),
      ...named('page', page, { protection: 'page' }),
      ...named('value', value, { type: 'number' }),
      ...named('currency_iso', value && 'CurrencyIsoCode'),
    ],
  };
}

/** Every column that a source can have, for tables of plans that have none. */
export const anyEngagementDrafts: readonly TableDraft[] = engagementTables.map((name) =>
  engagementDraft(name, packagedEngagement),
);

/**
 * The draft without the fields that are not what they should be; undefined where then nobody is named. People are not
 * matched by an e-mail field that the org cannot filter by, and only amounts of money have a currency.
 */
export function fittingDraft(draft: TableDraft, settings: GoalSettings, facts: OrgFacts): TableDraft | undefined {
  const source = engagementSourcesOf(settings).find(
    (_, index) => isEngagementTable(draft.name) && engagementTables[index] === draft.name,
  );
  if (source === undefined) return undefined;
  const fits = (field: SourceField): boolean => {
    const path = source[field];
    const fact = path === undefined ? undefined : factOf(facts, source.object, path);
    return fact !== undefined && hasShape(fact, shapes[field]) && (field !== 'email' || fact.isFilterable);
  };
  const dropped = (Object.keys(fieldColumns) as SourceField[])
    .filter((field) => !fits(field))
    .map((field) => fieldColumns[field]);
  const isMoney = source.value !== undefined && factOf(facts, source.object, source.value)?.type === 'currency';
  if (!isMoney) dropped.push('currency_iso');
  const isDay = factOf(facts, source.object, source.date)?.type === 'date';
  const columns = draft.columns
    .filter(({ column }) => !dropped.includes(column))
    .map((column): PlannedColumn => (isDay && column.column === 'occurred_at' ? { ...column, type: 'date' } : column));
  const hasPerson = columns.some(({ column }) => personColumns.includes(column));
  return hasPerson && fits('date') ? { ...draft, columns } : undefined;
}

const fieldColumns: Record<SourceField, string> = {
  ...{ lead: 'lead_id', contact: 'contact_id', email: 'email_key', date: 'occurred_at' },
  ...{ kind: 'kind', page: 'page', value: 'value' },
};

const personColumns = ['lead_id', 'contact_id', 'email_key'];

/** Kinds that are counted by themselves, so that a long picklist does not become as many inputs. */
const MOST_KINDS = 8;

/** The kinds of events that are counted by themselves: the active values of the sources' picklists, in their order. */
export function countedKinds({ settings }: Pick<Goal, 'settings'>, facts: OrgFacts): string[] {
  const values = engagementSourcesOf(settings).flatMap(({ object, kind }) =>
    kind === undefined ? [] : (factOf(facts, object, kind)?.values ?? []),
  );
  const kinds = new Map(values.map(({ value }) => [value.trim().toLowerCase(), value.trim()]));
  return [...kinds.values()].slice(0, MOST_KINDS);
}

const kindName = /^web_kind_\d+_90_days$/;

/** Whether an input counts the events of one kind. */
export const isKindCount = ({ name }: Pick<FeatureField, 'name'>): boolean => kindName.test(name);

/** The input that counts the events of the kind at a position of the plan's kinds. */
export const kindCountName = (position: number): string => `web_kind_${position + 1}_90_days`;

/** The label names the kind in quotation marks, where pages read it. */
export const kindCountLabel = (kind: string): string =>
  `Website events of the kind "${kind.replaceAll('"', "'")}" in the last 90 days`;

/** The kind in the label of such an input. */
export const kindOfLabel = (label: string): string => /"(.*)"/.exec(label)?.[1] ?? label;

/**
 * Whether the events come from the package's object alone, which everybody who may read scores may read. Objects that a
 * goal names can be closed to them.
 */
export const isPackagedAlone = ({ settings }: Pick<Goal, 'settings'>): boolean =>
  engagementSourcesOf(settings).every(({ object }) => object === packagedEngagement.object);
