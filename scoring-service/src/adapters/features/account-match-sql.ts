import { waysOf } from '../../domain/features/account-ways.ts';
import { historyForm } from '../../domain/features/source-plan.ts';
import type { AccountWay, Protection, SourcePlan } from '../../domain/features/source-plan.ts';
import { isThen, overTime } from './account-moves.ts';
import { foreverMs, quoteText } from './sql-text.ts';
import type { Relations } from './sql-text.ts';

/** The keys that leads and accounts are compared by, over time, each as a relation with the name `as`. */
const keys = {
  leadAddress: { of: 'lead', as: 'lead_address', column: 'email_domain_key', field: 'Email', is: 'address domain key' },
  leadSite: { of: 'lead', as: 'lead_site', column: 'website_key', field: 'Website', is: 'site domain key' },
  leadCompany: { of: 'lead', as: 'lead_company', column: 'company_key', field: 'Company', is: 'company name key' },
  site: { of: 'account', as: 'account_site', column: 'website_key', field: 'Website', is: 'site domain key' },
  name: { of: 'account', as: 'account_name', column: 'company_key', field: 'Name', is: 'company name key' },
} as const;

const keyOverTime = (plan: SourcePlan, { of, is, ...key }: (typeof keys)[keyof typeof keys]): Relations =>
  overTime(plan, of, { ...key, form: historyForm(is satisfies Protection) });

/**
 * Domain and name of each account over time, from its creation on. `number` stands for the account in sums. A goal that
 * learns from records as they stand takes today's values at every date.
 */
const accountStates = (plan: SourcePlan): Relations => [
  ...keyOverTime(plan, keys.site),
  ...keyOverTime(plan, keys.name),
  [
    'account_state',
    plan.learnFrom === 'creation'
      ? `SELECT id AS account_id, rowid AS number, website_key, company_key, created_date AS since_ms,
           ${foreverMs} + 1 AS until_ms FROM account`
      : `SELECT a.id AS account_id, a.rowid AS number, w.website_key, n.company_key,
           greatest(a.created_date, w.since_ms, n.since_ms) AS since_ms, least(w.until_ms, n.until_ms) AS until_ms
         FROM account a JOIN account_site w ON w.account_id = a.id JOIN account_name n ON n.account_id = a.id
         WHERE greatest(a.created_date, w.since_ms, n.since_ms) < least(w.until_ms, n.until_ms)`,
  ],
];

/** A domain and a name together, for the accounts that share a domain. */
const both = (domain: string, name: string): string => `${domain} || ' ' || ${name}`;

/** The keys of an account by kind, as columns of a row of `account_state s`. */
const accountKeys = {
  domain: { key: 's.website_key', from: 'account_state s' },
  name: { key: 's.company_key', from: 'account_state s' },
  both: {
    key: both('s.website_key', 's.company_key'),
    from: 'account_state s SEMI JOIN shared_domain d ON d.website_key = s.website_key',
  },
} as const;

type LookUp = { rank: number; kind: keyof typeof accountKeys; from: string; key: string; interval?: string };

/** What is looked up for a lead, in the order in which it counts. */
function lookUps(ways: readonly AccountWay[]): LookUp[] {
  const byName = ways.includes('Company name');
  const ofDomain = (rank: number, relation: string, column: string): LookUp[] => [
    { rank, kind: 'domain', from: `${relation} k`, key: `k.${column}` },
    ...(byName
      ? [
          {
            ...{ rank: rank + 1, kind: 'both' as const, key: both(`k.${column}`, 'n.company_key') },
            from: `${relation} k JOIN shared_domain d ON d.website_key = k.${column}
             JOIN lead_company n ON n.lead_id = k.lead_id AND n.since_ms < k.until_ms AND n.until_ms > k.since_ms`,
            interval: 'greatest(k.since_ms, n.since_ms) AS since_ms, least(k.until_ms, n.until_ms) AS until_ms',
          },
        ]
      : []),
  ];
  return [
    ...(ways.includes('E-mail domain') ? ofDomain(1, 'lead_address', 'email_domain_key') : []),
    ...(ways.includes('Web site') ? ofDomain(3, 'lead_site', 'website_key') : []),
    ...(byName ? [{ rank: 5, kind: 'name' as const, from: 'lead_company k', key: 'k.company_key' }] : []),
  ];
}

/**
 * How many accounts have each key at every time, how many of them are without a domain, and the sum of their numbers, which
 * is the account's where it is one. Keys have numbers, which are joined faster than texts.
 */
const keyCounts = (used: readonly LookUp[]): Relations => [
  [
    'shared_domain',
    `SELECT website_key FROM account_state WHERE website_key IS NOT NULL
     GROUP BY website_key HAVING count(DISTINCT account_id) > 1`,
  ],
  [
    'account_text',
    [...new Set(used.map(({ kind }) => kind))]
      .map((kind) => {
        const { key, from } = accountKeys[kind];
        return `SELECT s.account_id, s.number, s.website_key IS NULL AS is_bare, ${quoteText(kind)} AS kind, ${key} AS key,
             s.since_ms, s.until_ms
           FROM ${from} WHERE ${key} IS NOT NULL`;
      })
      .join('\nUNION ALL\n'),
  ],
  [
    'known_key',
    'SELECT kind, key, row_number() OVER (ORDER BY kind, key) AS key_id FROM (SELECT DISTINCT kind, key FROM account_text)',
  ],
  [
    'account_key',
    `SELECT x.account_id, x.number, x.is_bare, x.since_ms, x.until_ms, i.key_id
     FROM account_text x JOIN known_key i ON i.kind = x.kind AND i.key = x.key`,
  ],
  [
    'key_change',
    `SELECT key_id, since_ms AS changed_at, 1 AS more, is_bare::INTEGER AS bare, number FROM account_key
     UNION ALL
     SELECT key_id, until_ms, -1, -is_bare::INTEGER, -number FROM account_key WHERE until_ms < ${foreverMs}`,
  ],
  [
    'key_count',
    `SELECT key_id, changed_at, sum(sum(more)) OVER earlier AS accounts, sum(sum(bare)) OVER earlier AS bare,
       sum(sum(number)) OVER earlier AS number
     FROM key_change GROUP BY key_id, changed_at WINDOW earlier AS (PARTITION BY key_id ORDER BY changed_at)`,
  ],
];

/** The keys of leads that some account has at some time, and when leads have a domain at all. */
const leadKeys = (plan: SourcePlan, used: readonly LookUp[]): Relations => [
  ...[keys.leadAddress, keys.leadSite, keys.leadCompany].flatMap((key) => keyOverTime(plan, key)),
  [
    'lead_text',
    used
      .map(
        ({ rank, kind, from, key, interval = 'k.since_ms, k.until_ms' }) =>
          `SELECT k.lead_id, ${rank} AS rank, ${quoteText(kind)} AS kind, ${key} AS key, ${interval}
           FROM ${from} WHERE ${key} IS NOT NULL`,
      )
      .join('\nUNION ALL\n'),
  ],
  [
    'lead_key',
    `SELECT x.lead_id, x.rank, x.since_ms, x.until_ms, i.key_id
     FROM lead_text x JOIN known_key i ON i.kind = x.kind AND i.key = x.key`,
  ],
  ['lead_domain', `SELECT lead_id, since_ms, until_ms FROM lead_text WHERE kind = 'domain'`],
];

/** The keys of leads and accounts, for `matchedRelations` and `companyLeadRelations`. */
export function companyKeyRelations(plan: SourcePlan): Relations {
  const used = lookUps(waysOf(plan));
  return [...accountStates(plan), ...keyCounts(used), ...leadKeys(plan, used)];
}

const countAt = (rank: number): string =>
  `coalesce(max(accounts) FILTER (rank = ${rank}), 0) AS n${rank}, max(number) FILTER (rank = ${rank}) AS a${rank}`;

/** By domain or, where several accounts share it, by the name among them. */
const byDomain = (rank: number, way: AccountWay): { found: string; foundBy: string } => ({
  found: `WHEN n${rank} > 0 THEN CASE WHEN n${rank} = 1 THEN a${rank} WHEN n${rank + 1} = 1 THEN a${rank + 1} END`,
  foundBy: `WHEN n${rank} > 0 THEN CASE WHEN n${rank} = 1 THEN ${quoteText(way)}
       WHEN n${rank + 1} = 1 THEN 'Company name' END`,
});

/** A domain that leads to no account contradicts the name of an account with another one. */
const isNamed = 'n5 = 1 AND (n5_bare = 1 OR d.lead_id IS NULL)';

const order = [
  byDomain(1, 'E-mail domain'),
  byDomain(3, 'Web site'),
  { found: `WHEN ${isNamed} THEN a5`, foundBy: `WHEN ${isNamed} THEN 'Company name'` },
];

/**
 * The account of each lead of `asked_lead(lead_id, as_of, known_at)` by its company, as `account_by_company(lead_id, as_of,
 * account_id, found_by, is_conflict)`; where several accounts fit, without an account. Counts what the org knew at the date:
 * accounts created or renamed later change nothing.
 */
export const matchedRelations: Relations = [
  [
    'asked_key',
    `SELECT s.lead_id, s.as_of, s.known_at, k.rank, k.key_id
     FROM asked_lead s JOIN lead_key k ON k.lead_id = s.lead_id AND ${isThen('k', 's.known_at')}`,
  ],
  [
    'looked_up',
    `SELECT q.lead_id, q.as_of, q.known_at, q.rank, t.accounts, t.bare, t.number FROM asked_key q
     ASOF JOIN key_count t ON t.key_id = q.key_id AND t.changed_at <= q.as_of`,
  ],
  [
    'fitting',
    `SELECT lead_id, as_of, any_value(known_at) AS known_at, ${[1, 2, 3, 4, 5].map(countAt).join(', ')},
       coalesce(max(bare) FILTER (rank = 5), 0) AS n5_bare
     FROM looked_up WHERE accounts > 0 GROUP BY lead_id, as_of`,
  ],
  [
    'contradicted',
    `SELECT DISTINCT s.lead_id, s.as_of FROM fitting s
     JOIN lead_domain k ON k.lead_id = s.lead_id AND ${isThen('k', 's.known_at')}`,
  ],
  [
    'account_by_company',
    `SELECT f.lead_id, f.as_of, a.id AS account_id, f.found_by, a.id IS NULL AND f.has_several AS is_conflict FROM (
       SELECT f.lead_id, f.as_of, CASE ${order.map(({ found }) => found).join('\n')} END AS number,
         CASE ${order.map(({ foundBy }) => foundBy).join('\n')} END AS found_by,
         n1 > 1 OR n3 > 1 OR n5 > 1 AS has_several
       FROM fitting f LEFT JOIN contradicted d ON d.lead_id = f.lead_id AND d.as_of = f.as_of
     ) f LEFT JOIN account a ON a.rowid = f.number`,
  ],
];

/**
 * The open leads that could belong to the accounts of `snapshot`, as `company_lead(lead_id, as_of, known_at)`: those with a
 * key that no other account had then.
 */
export const companyLeadRelations: Relations = [
  [
    'own_key',
    `SELECT s.as_of, s.known_at, k.key_id FROM snapshot s
     JOIN account_key k ON k.account_id = s.record_id AND ${isThen('k', 's.as_of')}
     SEMI JOIN lead_key l ON l.key_id = k.key_id`,
  ],
  [
    'sole_key',
    `SELECT q.as_of, q.known_at, q.key_id FROM own_key q
     ASOF JOIN key_count t ON t.key_id = q.key_id AND t.changed_at <= q.as_of WHERE t.accounts = 1`,
  ],
  [
    'company_lead',
    `SELECT DISTINCT l.id AS lead_id, s.as_of, s.known_at FROM sole_key s
     JOIN lead_key k ON k.key_id = s.key_id AND ${isThen('k', 's.known_at')}
     JOIN lead l ON l.id = k.lead_id AND l.created_date <= s.as_of
     LEFT JOIN lead_conversion v ON v.lead_id = l.id
     WHERE v.converted_at IS NULL OR v.converted_at > s.as_of`,
  ],
];
