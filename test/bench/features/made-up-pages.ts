import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { seededRandom } from '@plumbline/learning';
import type {
  SourcePlan,
  SourceRow,
  SourceTableName,
} from '../../../scoring-service/src/domain/features/source-plan.ts';
import { DAY_MS } from '../../../scoring-service/src/domain/time.ts';

/** The period of the made-up org: 24 months. */
export const startMs = Date.parse('2024-01-01T00:00:00.000Z');
export const endMs = startMs + 730 * DAY_MS;

const random = seededRandom(11);
const below = (limit: number): number => Math.floor(random() * limit);
const chance = (share: number): boolean => random() < share;
const isoOf = (ms: number): string => new Date(ms).toISOString();
const id = (prefix: string, index: number): string => `${prefix}${String(index).padStart(12, '0')}AAA`;
const oneOf = (texts: readonly string[]): string | undefined => (chance(0.1) ? undefined : texts[below(texts.length)]);

const industries = ['Energy', 'Media', 'Retail', 'Banking', 'Education', 'Healthcare', 'Technology', 'Transport'];
const sources = ['Web', 'Webinar', 'Trade Show', 'Partner', 'Phone'];
const countries = ['Germany', 'France', 'Italy', 'Spain', 'Poland', 'Austria', 'Sweden'];
const interests = ['Analytics', 'Storage', 'Security', 'Network', 'Support'];

type Sizes = { leads: number; contacts: number; accounts: number };

/** About 10 % of the leads were converted; their activities belong to the contact they became. */
function* leads({ leads: count, contacts, accounts }: Sizes): Generator<SourceRow> {
  for (let index = 0; index < count; index += 1) {
    const createdMs = startMs + Math.floor(((endMs - startMs) * index) / count);
    const isConverted = index % 10 === 0;
    yield {
      id: id('00Q', index),
      created_date: isoOf(createdMs),
      status: isConverted ? 'Closed - Converted' : index % 3 === 0 ? 'Closed - Not Converted' : 'Working - Contacted',
      is_converted: String(isConverted),
      converted_date: isConverted ? isoOf(createdMs + 40 * DAY_MS).slice(0, 10) : undefined,
      converted_account_id: isConverted ? id('001', index % accounts) : undefined,
      converted_contact_id: isConverted ? id('003', index % contacts) : undefined,
      last_modified_date: isoOf(createdMs + 20 * DAY_MS),
      email_key: `key-${below(count)}`,
      job_rank: oneOf(['Chief', 'Manager', 'Clerk', 'Engineer']),
      industry: oneOf(industries),
      employees: chance(0.2) ? undefined : String(1 + below(5_000)),
      annual_revenue: chance(0.3) ? undefined : String(1_000 * below(90_000)),
      country: oneOf(countries),
      city: `City ${below(300)}`,
      lead_source: oneOf(sources),
      has_email: '1',
      has_mobile_phone: chance(0.5) ? '1' : undefined,
      has_business_phone: chance(0.7) ? '1' : undefined,
      Product_Interest__c: oneOf(interests),
      Website_Visits__c: String(below(20)),
      Contract_Type__c: isConverted ? 'Annual' : undefined,
      score: String(below(100)),
      score_band: 'Low',
      scored_at: isoOf(endMs - DAY_MS),
    };
  }
}

function* history({ leads: count }: Sizes): Generator<SourceRow> {
  for (let index = 0; index < count; index += 1) {
    const createdMs = startMs + Math.floor(((endMs - startMs) * index) / count);
    const row = (days: number, field: string, from?: string, to?: string): SourceRow => ({
      ...{ id: `017${index}-${days}`, lead_id: id('00Q', index), field, old_value: from, new_value: to },
      created_date: isoOf(createdMs + days * DAY_MS),
    });
    yield row(2, 'Status', 'Open - Not Contacted', 'Working - Contacted');
    if (index % 10 === 0) yield row(40, 'leadConverted');
    if (index % 7 === 0) yield row(11, 'Industry', oneOf(industries), oneOf(industries));
  }
}

/** Five per lead on average, tasks and events alike. */
function* activities({ leads: count, contacts }: Sizes, perLead: number, kind: 'task' | 'event'): Generator<SourceRow> {
  for (let index = 0; index < count * perLead; index += 1) {
    const lead = below(count);
    const createdMs = startMs + Math.floor(((endMs - startMs) * lead) / count) + below(60 * DAY_MS);
    const happened = isoOf(createdMs);
    const base = { id: `${kind}${index}`, who_id: lead % 10 === 0 ? id('003', lead % contacts) : id('00Q', lead) };
    yield kind === 'task'
      ? {
          ...{
            ...base,
            task_subtype: chance(0.5) ? 'Call' : 'Email',
            created_date: happened,
            completed_date: happened,
          },
          ...{ is_closed: 'true', call_seconds: String(30 + below(600)) },
        }
      : { ...base, created_date: happened, start_date: happened, end_date: happened };
  }
}

function* contactRows({ contacts, accounts, leads: count }: Sizes): Generator<SourceRow> {
  for (let index = 0; index < contacts; index += 1) {
    const createdMs = startMs + below(endMs - startMs);
    yield {
      ...{ id: id('003', index), created_date: isoOf(createdMs), account_id: id('001', index % accounts) },
      ...{ email_key: `key-${below(count)}`, job_rank: oneOf(['Chief', 'Clerk']), has_mobile_phone: '1' },
    };
  }
}

function* accountRows({ accounts }: Sizes): Generator<SourceRow> {
  for (let index = 0; index < accounts; index += 1) {
    yield {
      ...{ id: id('001', index), created_date: isoOf(startMs), industry: oneOf(industries) },
      ...{ employees: String(below(5_000)), country: oneOf(countries), account_type: 'Customer' },
    };
  }
}

function* members({ leads: count }: Sizes): Generator<SourceRow> {
  for (let index = 0; index < count / 2; index += 1) {
    const createdMs = startMs + Math.floor(((endMs - startMs) * 2 * index) / count);
    yield {
      ...{ id: id('00v', index), lead_id: id('00Q', index * 2), created_date: isoOf(createdMs) },
      ...{ campaign_type: oneOf(sources), first_responded_date: isoOf(createdMs).slice(0, 10) },
    };
  }
}

const nobody = function* (): Generator<SourceRow> {};

const rowsOf = (name: SourceTableName, sizes: Sizes): Generator<SourceRow> =>
  ({
    lead: () => leads(sizes),
    lead_history: () => history(sizes),
    contact: () => contactRows(sizes),
    contact_history: nobody,
    account: () => accountRows(sizes),
    account_history: nobody,
    opportunity: nobody,
    task_relation: nobody,
    event_relation: nobody,
    email_relation: nobody,
    email_message: nobody,
    currency_type: nobody,
    dated_rate: nobody,
    opportunity_history: nobody,
    opportunity_stage: nobody,
    opportunity_contact_role: nobody,
    task: () => activities(sizes, 5, 'task'),
    event: () => activities(sizes, 1, 'event'),
    campaign_member: () => members(sizes),
    engagement_event: nobody,
    engagement_event_second: nobody,
    engagement_event_third: nobody,
  })[name]();

/** Writes the pages of an extraction of an org with so many leads. */
export async function writeMadeUpPages(plan: SourcePlan, folder: string, count: number): Promise<void> {
  const sizes = { leads: count, contacts: Math.ceil(count / 3), accounts: Math.ceil(count / 6) };
  for (const { name, columns } of plan.tables) {
    const names = columns.map(({ column }) => column);
    const lines = function* (): Generator<string> {
      yield `${names.join(',')}\n`;
      for (const row of rowsOf(name, sizes)) yield `${names.map((column) => row[column] ?? '').join(',')}\n`;
    };
    await pipeline(Readable.from(lines()), createWriteStream(join(folder, `${name}-1.csv`)));
  }
}
