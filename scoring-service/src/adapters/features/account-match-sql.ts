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

function keyOverTime({ of, as, column, field, is }: (typeof keys)[keyof typeof keys]): Relations {
  const form = historyForm(is satisfies Protection);
  return overTime(of, {
    ...{ as, column },
    changes: `SELECT ${of}_id, old_${form} AS before, created_date, id FROM ${of}_history
     WHERE field = ${quoteText(field)} AND coalesce(old_${form}, new_${form}) IS NOT NULL`,
  });
}

/**
 * Domain and name of each account over time, from its creation on. `number` stands for the account in sums. A goal that
 * learns from records as they stand takes today's values at every date.
 */
const accountStates = ({ learnFrom }: SourcePlan): Relations => [
  ...keyOverTime(keys.site),
  ...keyOverTime(keys.name),
  [
    'account_state',
    learnFrom === 'creation'
      ? `SELECT id AS account_id, rowid AS number, website_key, company_key, created_date AS since_ms,
           ${foreverMs} + 1 AS until_ms FROM account`
      : `SELECT a.id AS account_id, a.rowid AS number, w.website_key, n.company_key,
           greatest(a.created_date, w.since_ms, n.since_ms) AS since_ms, least(w.until_ms, n.until_ms) AS until_ms
         FROM account a JOIN account_site w ON w.account_id = a.id JOIN account_name n ON n.account_id = a.id
         WHERE greatest(a.created_date, w.since_ms, n.since_ms) < least(w.until_ms, n.until_ms)`,
  ],
];

/**
 * The kinds of keys that an account is found by: by both where several accounts share a domain, and by the name of an
 * account whose domain is not known.
 */
const accountKeys: Record<'domain' | 'name' | 'both' | 'bare', string> = {
  domain: 'website_key',
  name: 'company_key',
  both: 'website_key || company_key',
  bare: 'CASE WHEN website_key IS NULL THEN company_key END',
};

type LookUp = { rank: number; kind: keyof typeof accountKeys; from: string; key: string; interval?: string };

/** What is looked up for a lead, in the order in which it counts. */
function lookUps(ways: readonly AccountWay[]): LookUp[] {
  const byName = ways.includes('Company name');
  const domain = (rank: number, relation: string, column: string): LookUp[] => [
    { rank, kind: 'domain', from: `${relation} k`, key: `k.${column}` },
    ...(byName
      ? [
          {
            ...{ rank: rank + 1, kind: 'both' as const, key: `k.${column} || n.company_key` },
            from: `${relation} k JOIN lead_company n ON n.lead_id = k.lead_id AND n.since_ms < k.until_ms AND n.until_ms > k.since_ms`,
            interval: 'greatest(k.since_ms, n.since_ms) AS since_ms, least(k.until_ms, n.until_ms) AS until_ms',
          },
        ]
      : []),
  ];
  return [
    ...(ways.includes('E-mail domain') ? domain(1, 'lead_address', 'email_domain_key') : []),
    ...(ways.includes('Web site') ? domain(3, 'lead_site', 'website_key') : []),
    ...(byName
      ? (['name', 'bare'] as const).map((kind, index) => ({
          ...{ rank: 5 + index, kind, from: 'lead_company k', key: 'k.company_key' },
        }))
      : []),
  ];
}

/** How many accounts have each key at every time, and the sum of their numbers, which is the account's where it is one. */
const keyCounts = (used: readonly LookUp[]): Relations => [
  [
    'account_key',
    [...new Set(used.map(({ kind }) => kind))]
      .map(
        (kind) =>
          `SELECT account_id, number, ${quoteText(kind)} AS kind, ${accountKeys[kind]} AS key, since_ms, until_ms
           FROM account_state WHERE ${accountKeys[kind]} IS NOT NULL`,
      )
      .join('\nUNION ALL\n'),
  ],
  [
    'key_change',
    `SELECT kind, key, since_ms AS changed_at, 1 AS more, number FROM account_key
     UNION ALL SELECT kind, key, until_ms, -1, -number FROM account_key WHERE until_ms < ${foreverMs}`,
  ],
  [
    'key_count',
    `SELECT kind, key, changed_at, sum(sum(more)) OVER earlier AS accounts, sum(sum(number)) OVER earlier AS number
     FROM key_change GROUP BY kind, key, changed_at WINDOW earlier AS (PARTITION BY kind, key ORDER BY changed_at)`,
  ],
];

const leadKeys = (used: readonly LookUp[]): Relations => [
  ...[keys.leadAddress, keys.leadSite, keys.leadCompany].flatMap(keyOverTime),
  [
    'lead_key',
    used
      .map(
        ({ rank, kind, from, key, interval = 'k.since_ms, k.until_ms' }) =>
          `SELECT k.lead_id, ${rank} AS rank, ${quoteText(kind)} AS kind, ${key} AS key, ${interval}
           FROM ${from} WHERE ${key} IS NOT NULL`,
      )
      .join('\nUNION ALL\n'),
  ],
];

/** The keys of leads and accounts, for `matchedRelations` and `soleKeyRelations`. */
export function companyKeyRelations(plan: SourcePlan): Relations {
  const used = lookUps(waysOf(plan));
  return [...accountStates(plan), ...keyCounts(used), ...leadKeys(used)];
}

const accountsAt = (rank: number): string => `coalesce(max(accounts) FILTER (rank = ${rank}), 0)`;
const numberAt = (rank: number): string => `max(number) FILTER (rank = ${rank})`;

/** By domain or, where several accounts share it, by the name among them. */
const byDomain = (rank: number, way: AccountWay): { found: string; foundBy: string } => ({
  found: `WHEN n${rank} > 0 THEN CASE WHEN n${rank} = 1 THEN a${rank} WHEN n${rank + 1} = 1 THEN a${rank + 1} END`,
  foundBy: `WHEN n${rank} > 0 THEN CASE WHEN n${rank} = 1 THEN ${quoteText(way)}
       WHEN n${rank + 1} = 1 THEN 'Company name' END`,
});

const order = [
  byDomain(1, 'E-mail domain'),
  byDomain(3, 'Web site'),
  // A domain that leads to no account contradicts the name of an account with another one.
  ...[`n5 = 1 AND (NOT has_domain OR n6 = 1)`].map((isNamed) => ({
    found: `WHEN ${isNamed} THEN a5`,
    foundBy: `WHEN ${isNamed} THEN 'Company name'`,
  })),
];

/**
 * The account of each lead of `asked_lead(lead_id, as_of, known_at)` by its company, as `account_by_company(lead_id, as_of,
 * account_id, found_by, is_conflict)`; where several accounts fit, without an account. Counts what the org knew at the date: accounts created
 * or renamed later change nothing.
 */
export const matchedRelations: Relations = [
  [
    'asked_key',
    `SELECT s.lead_id, s.as_of, k.rank, k.kind, k.key
     FROM asked_lead s JOIN lead_key k ON k.lead_id = s.lead_id AND ${isThen('k', 's.known_at')}`,
  ],
  [
    'looked_up',
    `SELECT q.lead_id, q.as_of, q.rank, t.accounts, t.number FROM asked_key q
     ASOF LEFT JOIN key_count t ON t.kind = q.kind AND t.key = q.key AND t.changed_at <= q.as_of`,
  ],
  [
    'fitting',
    `SELECT lead_id, as_of, bool_or(rank IN (1, 3)) AS has_domain,
       ${[1, 2, 3, 4, 5, 6].map((rank) => `${accountsAt(rank)} AS n${rank}, ${numberAt(rank)} AS a${rank}`).join(', ')}
     FROM looked_up GROUP BY lead_id, as_of`,
  ],
  [
    'account_by_company',
    `SELECT f.lead_id, f.as_of, a.id AS account_id, f.found_by, a.id IS NULL AND f.has_several AS is_conflict FROM (
       SELECT lead_id, as_of, CASE ${order.map(({ found }) => found).join('\n')} END AS number,
         CASE ${order.map(({ foundBy }) => foundBy).join('\n')} END AS found_by,
         n1 > 1 OR n3 > 1 OR n5 > 1 AS has_several
       FROM fitting
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
    `SELECT s.as_of, s.known_at, k.kind, k.key FROM snapshot s
     JOIN account_key k ON k.account_id = s.record_id AND ${isThen('k', 's.as_of')}`,
  ],
  [
    'sole_key',
    `SELECT q.as_of, q.known_at, q.kind, q.key FROM own_key q
     ASOF JOIN key_count t ON t.kind = q.kind AND t.key = q.key AND t.changed_at <= q.as_of WHERE t.accounts = 1`,
  ],
  [
    'company_lead',
    `SELECT DISTINCT l.id AS lead_id, s.as_of, s.known_at FROM sole_key s
     JOIN lead_key k ON k.kind = s.kind AND k.key = s.key AND ${isThen('k', 's.known_at')}
     JOIN lead l ON l.id = k.lead_id AND l.created_date <= s.as_of
     LEFT JOIN lead_conversion v ON v.lead_id = l.id
     WHERE v.converted_at IS NULL OR v.converted_at > s.as_of`,
  ],
];
