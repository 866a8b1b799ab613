import type { ProfileSource } from '../../domain/features/feature-catalogue.ts';
import { engagementTables, kindCountName } from '../../domain/features/engagement-sources.ts';
import type { EngagementTable } from '../../domain/features/engagement-sources.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { DAY_MS, EARLIEST_DAY_START_MS } from '../../domain/time.ts';
import { inCorporateCurrency } from './currency-sql.ts';
import { countSql, dayEndSql } from './engagement-sql.ts';
import { wasThen } from './link-sql.ts';
import { plannedTable } from './load-tables.ts';
import { has } from './present-rows.ts';
import { quoteText } from './sql-text.ts';
import type { Relations } from './sql-text.ts';

/** The tables of the plan's sources; the first, which is empty, of a plan without any. */
const tablesOf = (plan: SourcePlan): readonly EngagementTable[] => {
  const planned = engagementTables.filter((name) => plannedTable(plan, name) !== undefined && has(plan, name));
  return planned.length === 0 ? engagementTables.slice(0, 1) : planned;
};

/** Decimals, because a sum of binary fractions depends on the order of the rows, which differs between the ways of reading. */
const exactValue = (value: string): string => `try_cast(${value} AS DECIMAL(30, 8))`;

/**
 * From when the org knew of an event: from its record, or from its own time where that is later. A date without a time that
 * is to come wherever people are, such as that of a planned webinar, is over at its end.
 */
function knownFrom(plan: SourcePlan, table: EngagementTable): string {
  const isDay = plannedTable(plan, table)?.columns.some(
    ({ column, type }) => column === 'occurred_at' && type === 'date',
  );
  if (!isDay) return 'greatest(t.created_date, coalesce(t.occurred_at, t.created_date))';
  const isToCome = `t.occurred_at - ${EARLIEST_DAY_START_MS} > t.created_date`;
  return `CASE WHEN ${isToCome} THEN ${dayEndSql(plan, 't.occurred_at')} - 1 ELSE t.created_date END`;
}

/**
 * Events of all sources with the time from which the org knew that they had happened. The e-mail address says whose an event
 * is only where it names neither a lead nor a contact.
 */
export const webEventRelation = (plan: SourcePlan): Relations[number] => [
  'web_event',
  tablesOf(plan)
    .map(
      (table) => `SELECT ${engagementTables.indexOf(table)} AS source, t.id, t.lead_id, t.contact_id,
     CASE WHEN t.lead_id IS NULL AND t.contact_id IS NULL THEN t.email_key END AS email_key, t.kind, t.page,
     ${exactValue(inCorporateCurrency(plan, 't.value', { table, alias: 't', at: 't.occurred_at' }))} AS value,
     coalesce(t.occurred_at, t.created_date) AS occurred_at, ${knownFrom(plan, table)} AS happened_at
   FROM ${table} t`,
    )
    .join('\nUNION ALL\n'),
];

/** Joins the events `e` that were known as of the snapshot to a row of a relation, by one of their columns. */
const joined = (row: string, column: string, value: string): string =>
  `JOIN web_event e ON e.${column} = ${value} AND e.happened_at <= ${row}.as_of`;

const eventColumns = 'e.source, e.id, e.kind, e.page, e.value, e.occurred_at, e.happened_at';

/** A conversion leaves custom lookups alone, so an event keeps its lead. An address counts as the lead's as of the snapshot. */
const eventsOfLead = (plan: SourcePlan): string => `SELECT s.record_id, s.as_of, s.record_id AS who_id, ${eventColumns}
     FROM snapshot s ${joined('s', 'lead_id', 's.record_id')}
     ${has(plan, 'event of an address') ? eventsOfAddress : ''}`;

const eventsOfAddress = `UNION ALL
     SELECT s.record_id, s.as_of, s.record_id, ${eventColumns}
     FROM snapshot s JOIN lead_email l ON l.lead_id = s.record_id AND ${wasThen('l')}
     ${joined('s', 'email_key', 'l.email_key')}`;

/** The events of a contact or an account: those of its contacts and of the leads that are theirs as of the snapshot. */
const personOfLead = 'CASE WHEN k.is_open THEN k.lead_id ELSE k.converted_contact_id END';
const eventsOfPeople = `SELECT DISTINCT ON (record_id, as_of, source, id) * FROM (
       SELECT k.record_id, k.as_of, ${personOfLead} AS who_id, ${eventColumns}
       FROM lead_link k ${joined('k', 'lead_id', 'k.lead_id')}
       UNION ALL
       SELECT q.record_id, q.as_of, q.who_id, ${eventColumns}
       FROM contact_link q ${joined('q', 'contact_id', 'q.who_id')}
       UNION ALL
       SELECT q.record_id, q.as_of, q.who_id, ${eventColumns}
       FROM contact_link q ${joined('q', 'email_key', 'q.email_key')}
       UNION ALL
       SELECT k.record_id, k.as_of, ${personOfLead}, ${eventColumns}
       FROM lead_link k ${joined('k', 'email_key', 'k.email_key')}
     ) ORDER BY record_id, as_of, source, id, who_id`;

/** Each event once for each record, with the person it belongs to. */
const knownWebEvents = (plan: SourcePlan, own: ProfileSource): Relations => [
  webEventRelation(plan),
  ['known_web_event', own === 'lead' ? eventsOfLead(plan) : eventsOfPeople],
];

const within = (days: number, only = ''): string =>
  `count(CASE WHEN ${only}e.happened_at > e.as_of - ${days * DAY_MS} THEN 1 END)`;

/** The name of the kind at a position is that of its feature. */
const kindCounts = ({ eventKinds = [] }: SourcePlan): string[] =>
  eventKinds.map(
    (kind, position) =>
      `${within(90, `lower(trim(e.kind)) = ${quoteText(kind.toLowerCase())} AND `)} AS ${kindCountName(position)}`,
  );

/** What came first follows from the time of the event, because a site learns of earlier views when a person registers. */
const orderOfEvents = '(e.occurred_at, e.happened_at, e.source, e.id)';

const counts = (plan: SourcePlan): string =>
  [
    `${within(30)} AS web_events_30_days`,
    `${within(90)} AS web_events_90_days`,
    'count(*) AS web_events_total',
    'max(e.happened_at) AS last_web_event',
    `arg_min(e.page, ${orderOfEvents}) FILTER (e.page IS NOT NULL) AS first_landing_page`,
    `arg_max(e.page, ${orderOfEvents}) FILTER (e.page IS NOT NULL) AS last_landing_page`,
    `arg_max(e.kind, ${orderOfEvents}) FILTER (e.kind IS NOT NULL) AS last_web_event_kind`,
    `coalesce(sum(CASE WHEN e.happened_at > e.as_of - ${90 * DAY_MS} THEN e.value END), 0)::DOUBLE AS web_event_value_90_days`,
    ...kindCounts(plan),
  ].join(',\n       ');

/** Whether there can be website events. */
export const hasWebEvents = (plan: SourcePlan): boolean => engagementTables.some((table) => has(plan, table));

/** F4: the website events of a record as of the snapshot. One without any has no row. */
export const webEventRelations = (plan: SourcePlan, own: ProfileSource): Relations => [
  ...knownWebEvents(plan, own),
  [
    'web_event_counts',
    `SELECT e.record_id, e.as_of, ${counts(plan)} FROM known_web_event e GROUP BY e.record_id, e.as_of`,
  ],
];

const counted = ['web_events_30_days', 'web_events_90_days', 'web_events_total', 'web_event_value_90_days'];
const values = ['first_landing_page', 'last_landing_page', 'last_web_event_kind'];

/** The features of these relations by name; `web` is web_event_counts. */
export const webEventExpressions = (plan: SourcePlan): Record<string, string> => ({
  ...Object.fromEntries(
    [...counted, ...(plan.eventKinds ?? []).map((_, position) => kindCountName(position))].map((name) => [
      name,
      countSql(plan, ['webEvent'], { count: `web.${name}`, known: 'web.web_events_total' }),
    ]),
  ),
  ...Object.fromEntries(values.map((name) => [name, `web.${name}`])),
  days_since_web_event: `(s.as_of - web.last_web_event) / ${DAY_MS}.0`,
});

/** A person's part of the features of an account: what was counted, or a time that the latest of its people determines. */
export const webEventParts = (plan: SourcePlan, isLatest: (time: string) => string): Record<string, string> => ({
  ...Object.fromEntries(
    [...counted, ...(plan.eventKinds ?? []).map((_, position) => kindCountName(position))].map((name) => [
      name,
      `web.${name}`,
    ]),
  ),
  days_since_web_event: isLatest('web.last_web_event'),
  first_landing_page: isLatest('-web.first_paged'),
  last_landing_page: isLatest('web.last_paged'),
  last_web_event_kind: isLatest('web.last_of_kind'),
});

/** The same counts for each person of the account, as `person_web_event`. */
export const personWebEvents = (plan: SourcePlan, own: ProfileSource): Relations => [
  ...knownWebEvents(plan, own),
  [
    'person_web_event',
    `SELECT e.record_id, coalesce(p.who_id, e.record_id) AS who_id, ${counts(plan)},
       min(CASE WHEN e.page IS NOT NULL THEN e.occurred_at END) AS first_paged,
       max(CASE WHEN e.page IS NOT NULL THEN e.occurred_at END) AS last_paged,
       max(CASE WHEN e.kind IS NOT NULL THEN e.occurred_at END) AS last_of_kind
     FROM known_web_event e LEFT JOIN people p ON p.record_id = e.record_id AND p.who_id = e.who_id
     GROUP BY e.record_id, coalesce(p.who_id, e.record_id)`,
  ],
];
