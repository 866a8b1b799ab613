import type { PersonParts } from '../../domain/evaluation/factors.ts';
import type { FeatureField, SourcePlan } from '../../domain/features/source-plan.ts';
import { DAY_MS } from '../../domain/time.ts';
import type { ResultColumns } from './database.ts';
import { countedResponses, existingPeople, membershipOfPerson, membershipRelations } from './campaign-sql.ts';
import { countedActivities, kinds, knownActivityRelations } from './engagement-sql.ts';
import { featureColumn } from './feature-sql.ts';
import { opportunityRelations } from './opportunity-sql.ts';
import { valueSourceSql } from './profile-sql.ts';
import { personWebEvents, webEventParts } from './web-events-sql.ts';
import { tellsQualifiedApart } from './people-sql.ts';
import { withRelations } from './sql-text.ts';
import { subjectOf } from './subject-sql.ts';

const objects = ['Contact', 'Lead', 'Account'] as const;

/** The people of each candidate, in the order of the candidates; parts of 0 are left out. */
export function readPersonParts(
  columns: ResultColumns,
  candidates: readonly { recordId: string }[],
  fields: readonly FeatureField[],
): PersonParts[][] {
  const byRecord = new Map<string, PersonParts[]>(candidates.map(({ recordId }) => [recordId, []]));
  const [records, people, objectNames] = [columns.texts('record_id'), columns.texts('who_id'), columns.texts('object')];
  const parts = fields.flatMap(({ name }, position) => {
    const column = featureColumn(position);
    return columns.names.includes(column) ? [{ name, values: columns.numbers(column) }] : [];
  });
  for (let row = 0; row < columns.rowCount; row += 1) {
    const object = objects.find((one) => one === objectNames[row]);
    const own = byRecord.get(records[row] ?? '');
    if (object === undefined || own === undefined) continue;
    const known = parts.flatMap(({ name, values }): [string, number][] => {
      const part = values[row] ?? 0;
      return part > 0 ? [[name, part]] : [];
    });
    own.push({ recordId: people[row] ?? '', object, parts: new Map(known) });
  }
  return candidates.map(({ recordId }) => byRecord.get(recordId) ?? []);
}

/** For features that only the latest time determines: 1 for each person whose time it is. */
const isLatest = (time: string): string =>
  `CASE WHEN ${time} = max(${time}) OVER (PARTITION BY p.record_id) THEN 1 ELSE 0 END`;

/** Only qualified leads are people of an account. */
const isQualifiedLead = `CASE WHEN p.object = 'Lead' THEN 1 ELSE 0 END`;

/** A person's part of the features that count or date over all people of an account. */
const countedParts: Record<string, string> = Object.fromEntries([
  ...kinds.flatMap(({ kind, many }) => [
    ...[`${many}_30_days`, `${many}_90_days`, `${many}_total`].map((name) => [name, `y.${name}`]),
    [`days_since_${kind}`, isLatest(`y.last_${kind}`)],
  ]),
  ['call_minutes_90_days', 'y.call_minutes_90_days'],
  ['active_people_90_days', `CASE WHEN p.object <> 'Account' AND y.is_active THEN 1 ELSE 0 END`],
  ['contacts', `CASE WHEN p.object = 'Contact' THEN 1 ELSE 0 END`],
  ['qualified_leads', isQualifiedLead],
  ['campaigns', 'm.campaigns'],
  ['campaign_type', isLatest('m.last_typed')],
  ['campaign_responses', 'm.campaign_responses'],
  ['days_since_response', isLatest('m.last_response')],
  ['leads_of_people', 'g.leads'],
  ['leads_of_people_14_days', 'g.leads_14_days'],
  ['opportunities', 'z.opportunities'],
  ['open_opportunities', 'z.open_opportunities'],
  ['days_since_opportunity', isLatest('z.last_created')],
]);

/** A value belongs to the record that it was read from: the person of the newest lead, the oldest contact or the account. */
const valuePart = (source: string): string =>
  `CASE ${source}
     WHEN 'lead' THEN (p.who_id = v.lead_person_id)::INTEGER
     WHEN 'contact' THEN (p.who_id = v.contact_id)::INTEGER
     WHEN 'account' THEN (p.object = 'Account')::INTEGER END`;

/** What is one or nothing of a person stays so where several records are one person; counts add up. */
const mergeOf = ({ name, kind, unit }: FeatureField): 'max' | 'sum' =>
  kind === 'category' || unit === 'days' || name === 'active_people_90_days' ? 'max' : 'sum';

/** A column of the record that names a person: of its contacts, else of its leads, the one with the first id. */
const first = (column: string): string =>
  `arg_min(${column}, (CASE object WHEN 'Lead' THEN 1 WHEN 'Moved' THEN 2 ELSE 0 END, who_id)) AS ${column}`;

/**
 * Attributes the features of the accounts in `snapshot` to their people: one part for each person and feature, in columns
 * named like the feature's. Only the ratio between the parts of one account has a meaning. An opportunity belongs to the
 * contacts with a role in it. Contacts and leads of one address are one person, named once with the parts of all. What
 * belongs to no person is the account's own (`Account`).
 */
export function personPartsSql(plan: SourcePlan): string {
  const { own, joins, relations } = subjectOf(plan);
  const valueSources: string[] = [];
  const partOf: Record<string, string> = {
    ...countedParts,
    ...webEventParts(plan, isLatest),
    open_leads: tellsQualifiedApart(plan) ? 'g.open_leads' : isQualifiedLead,
  };
  const merged: string[] = [];
  const parts = plan.fields.flatMap((field, position) => {
    const column = featureColumn(position);
    const counted = partOf[field.name];
    const source = counted === undefined ? valueSourceSql(plan, field) : undefined;
    if (source !== undefined) valueSources.push(`${source} AS ${column}`);
    const part = counted ?? (source === undefined ? undefined : valuePart(`v.${column}`));
    if (part === undefined) return [];
    merged.push(`${mergeOf(field)}(${column}) AS ${column}`);
    return [`coalesce(${part}, 0)::DOUBLE AS ${column}`];
  });
  return withRelations(
    [
      ...relations,
      ...knownActivityRelations(plan),
      [
        'person_activity',
        `SELECT a.record_id, a.who_id, ${countedActivities()},
           bool_or(a.happened_at > a.as_of - ${90 * DAY_MS}) AS is_active
         FROM known_activity a GROUP BY a.record_id, a.who_id`,
      ],
      ...membershipRelations(plan, own),
      [
        'person_campaign',
        `SELECT p.record_id, p.who_id, count(*) AS campaigns,
           max(CASE WHEN m.campaign_type IS NOT NULL THEN m.created_date END) AS last_typed,
           ${countedResponses}
         FROM ${existingPeople} p JOIN ${membershipOfPerson} GROUP BY p.record_id, p.who_id`,
      ],
      ...personWebEvents(plan, own),
      [
        'person_lead',
        `SELECT k.record_id, coalesce(p.who_id, k.record_id) AS who_id, count(*) AS leads,
           count(DISTINCT CASE WHEN k.is_open THEN k.lead_id END) AS open_leads,
           count(CASE WHEN k.created_date >= k.as_of - ${14 * DAY_MS} THEN 1 END) AS leads_14_days
         FROM lead_link k LEFT JOIN people p ON p.record_id = k.record_id
           AND p.who_id = CASE WHEN k.is_open THEN k.lead_id ELSE k.converted_contact_id END
         GROUP BY k.record_id, coalesce(p.who_id, k.record_id)`,
      ],
      ...opportunityRelations(plan),
      [
        'person_opportunity',
        `SELECT k.record_id, coalesce(p.who_id, k.record_id) AS who_id, count(*) AS opportunities,
           count(CASE WHEN k.is_open THEN 1 END) AS open_opportunities, max(k.created_date) AS last_created
         FROM opportunity_state k
         LEFT JOIN opportunity_contact_role r ON r.opportunity_id = k.id AND r.created_date <= k.as_of
         LEFT JOIN people p ON p.record_id = k.record_id AND p.who_id = r.contact_id
         GROUP BY k.record_id, coalesce(p.who_id, k.record_id)`,
      ],
      [
        'person_value',
        `SELECT ${['s.record_id', 'k.lead_person_id', 'k.contact_id', ...valueSources].join(',\n  ')} FROM snapshot s ${joins}`,
      ],
    ],
    `SELECT ${['record_id', first('who_id'), first('object'), ...merged].join(',\n  ')}
     FROM (
     SELECT ${['p.record_id', 'p.who_id', 'p.object', 'coalesce(p.person, p.who_id) AS person', ...parts].join(',\n  ')}
     FROM people p
     LEFT JOIN person_activity y ON y.record_id = p.record_id AND y.who_id = p.who_id
     LEFT JOIN person_campaign m ON m.record_id = p.record_id AND m.who_id = p.who_id
     LEFT JOIN person_web_event web ON web.record_id = p.record_id AND web.who_id = p.who_id
     LEFT JOIN person_lead g ON g.record_id = p.record_id AND g.who_id = p.who_id
     LEFT JOIN person_opportunity z ON z.record_id = p.record_id AND z.who_id = p.who_id
     LEFT JOIN person_value v ON v.record_id = p.record_id
     ) GROUP BY record_id, person HAVING bool_or(object <> 'Moved')
     ORDER BY record_id, object, who_id`,
  );
}
