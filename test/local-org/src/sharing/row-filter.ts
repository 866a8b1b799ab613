import type { UserAccess } from '../access/user-access.ts';
import type { Schema, SchemaObject } from '../schema/schema.ts';
import { quote } from '../storage/tables.ts';
import type { Reach } from './org-chart.ts';
import { allows } from './sharing-model.ts';
import type { GrantedAccess, RowAccess, SharingRule } from './sharing-model.ts';

/** Whose access is meant, in which schema. */
export type Viewer = { schema: Schema; access: UserAccess };

/**
 * The SQL condition that holds for those rows of `alias` to which the user has access; undefined when that is every row,
 * as it is in an org whose defaults are public.
 */
export function rowFilter(
  viewer: Viewer,
  object: SchemaObject,
  alias: string,
  level: RowAccess = 'read',
): string | undefined {
  if (object.access.kind === 'setup' || viewer.access.seesAllRows(object, level)) return undefined;
  if (object.visibleThrough !== undefined) return throughParents(viewer, object, alias, level);
  if (object.sharingModel === 'ControlledByParent') return asParent(viewer, object, alias, level);
  if (object.sharingModel === 'ReadWrite' || (object.sharingModel === 'Read' && level === 'read')) return undefined;
  return anyOf([
    ...ownAccess(viewer, object, alias, level),
    ...(object.name === 'Account' && level === 'read' ? asChildsAccount(viewer, alias) : []),
    ...asAccountsChild(viewer, object, alias, level),
  ]);
}

const anyOf = (conditions: readonly string[]): string => `(${conditions.join(' OR ')})`;

const inList = (column: string, ids: Iterable<string>): string =>
  `${column} IN (${[...ids].map((id) => `'${id.replaceAll("'", "''")}'`).join(', ')})`;

const column = (alias: string, name: string): string => `${alias}.${quote(name)}`;

/** By ownership (also of users below and of queues), by sharing rule, by share row. */
function ownAccess({ schema, access }: Viewer, object: SchemaObject, alias: string, level: RowAccess): string[] {
  const { reach } = access;
  const shares = schema.object(shareName(object));
  return [
    inList(column(alias, 'OwnerId'), reach.principals),
    ...byRules(reach, object.sharingRules, { ownerSql: column(alias, 'OwnerId'), of: 'access', level }),
    ...(shares?.shareOf === undefined
      ? []
      : [`${column(alias, 'Id')} IN (${sharedIds(reach, shares, shares.shareOf.levelField, level)})`]),
  ];
}

const shareName = ({ name, custom }: SchemaObject): string =>
  custom ? name.replace(/__c$/, '__Share') : `${name}Share`;

type OfRule = keyof Pick<SharingRule, 'access' | 'contacts' | 'opportunities'>;

function byRules(
  reach: Reach,
  rules: readonly SharingRule[],
  { ownerSql, of, level }: { ownerSql: string; of: OfRule; level: RowAccess },
): string[] {
  return rules
    .filter((rule) => allows(rule[of], level) && reach.isAmong(rule.to))
    .map(({ from }) => {
      const owners = reach.ownersOf(from);
      return owners === 'users' ? `substr(${ownerSql}, 1, 3) = '005'` : inList(ownerSql, owners);
    });
}

const levelsThatAllow = (level: RowAccess): string[] => [
  ...(['Read', 'Edit'] satisfies GrantedAccess[]).filter((granted) => allows(granted, level)),
  'All',
];

/** The records that share rows give the user this access to, by one of the rows' levels. */
function sharedIds({ principals }: Reach, shares: SchemaObject, levelField: string, level: RowAccess): string {
  return (
    `SELECT ${quote(shares.shareOf?.parentField ?? '')} FROM ${quote(shares.name)} WHERE "IsDeleted" = 0` +
    ` AND ${inList('"UserOrGroupId"', principals)} AND ${inList(quote(levelField), levelsThatAllow(level))}`
  );
}

/** The children of an account that have a sharing of their own, and the levels by which accounts give access to them. */
const accountChildren = {
  Opportunity: { of: 'opportunities', levelField: 'OpportunityAccessLevel' },
  Contact: { of: 'contacts', levelField: 'ContactAccessLevel' },
} as const;

/** Who sees a child of an account may read the account, unless the child is controlled by it. */
function asChildsAccount(viewer: Viewer, alias: string): string[] {
  return Object.keys(accountChildren).flatMap((name) => {
    const child = viewer.schema.object(name);
    if (child === undefined || child.sharingModel === 'ControlledByParent') return [];
    const inner = `${alias}${name.charAt(0)}`;
    const seen = anyOf(ownAccess(viewer, child, inner, 'read'));
    return [
      `${column(alias, 'Id')} IN (SELECT ${column(inner, 'AccountId')} FROM ${quote(name)} ${inner} WHERE ${column(inner, 'IsDeleted')} = 0 AND ${seen})`,
    ];
  });
}

/** The owner of an account has the access to its children that the role says; rules and shares of accounts say theirs. */
function asAccountsChild({ schema, access }: Viewer, object: SchemaObject, alias: string, level: RowAccess): string[] {
  const account = schema.object('Account');
  if (account === undefined || level === 'all') return [];
  if (object.name !== 'Opportunity' && object.name !== 'Contact') return [];
  const { of, levelField } = accountChildren[object.name];
  const { reach } = access;
  const inner = `${alias}A`;
  const ownerSql = column(inner, 'OwnerId');
  const shares = schema.object(shareName(account));
  const conditions = [
    inList(ownerSql, reach.accountOwners(of, level)),
    ...byRules(reach, account.sharingRules, { ownerSql, of, level }),
    ...(shares === undefined ? [] : [`${column(inner, 'Id')} IN (${sharedIds(reach, shares, levelField, level)})`]),
  ];
  return [
    `${column(alias, 'AccountId')} IN (SELECT ${column(inner, 'Id')} FROM "Account" ${inner} WHERE ${anyOf(conditions)})`,
  ];
}

/** Details of a master record, and contacts of an account. A contact without account is its owner's alone. */
function asParent(viewer: Viewer, object: SchemaObject, alias: string, level: RowAccess): string | undefined {
  const isContact = object.name === 'Contact';
  const master = object.fields.find(({ cascadeDelete, name }) => (isContact ? name === 'AccountId' : cascadeDelete));
  const parent = viewer.schema.object(master?.referenceTo[0] ?? '');
  if (master === undefined || parent === undefined) return undefined;
  const inner = `${alias}M`;
  const seen = rowFilter(viewer, parent, inner, !isContact && level === 'all' ? 'edit' : level);
  if (seen === undefined) return undefined;
  const masterSql = column(alias, master.name);
  const ofParent = `EXISTS (SELECT 1 FROM ${quote(parent.name)} ${inner} WHERE ${column(inner, 'Id')} = ${masterSql} AND ${seen})`;
  if (!isContact) return ofParent;
  return anyOf([
    ofParent,
    `(${masterSql} IS NULL AND ${inList(column(alias, 'OwnerId'), [viewer.access.reach.userId])})`,
  ]);
}

/** Activities, e-mails, histories and the like: visible with one of the records that they belong to, or to their owner. */
function throughParents(viewer: Viewer, object: SchemaObject, alias: string, level: RowAccess): string | undefined {
  // Only who has all access to a record may change how it is shared.
  const needed = level === 'read' ? level : object.shareOf === undefined ? 'edit' : 'all';
  let isRestricted = false;
  const conditions: string[] = [];
  const fields = (object.visibleThrough ?? []).flatMap((name) => object.fieldByName.get(name.toLowerCase()) ?? []);
  for (const [index, { name, referenceTo }] of fields.entries()) {
    const reference = column(alias, name);
    for (const [target, parent] of referenceTo.map((one) => viewer.schema.object(one)).entries()) {
      if (parent === undefined) continue;
      const inner = `${alias}${index}x${target}`;
      const seen = rowFilter(viewer, parent, inner, needed);
      if (seen === undefined) conditions.push(`substr(${reference}, 1, 3) = '${parent.keyPrefix ?? ''}'`);
      else {
        isRestricted = true;
        conditions.push(
          `EXISTS (SELECT 1 FROM ${quote(parent.name)} ${inner} WHERE ${column(inner, 'Id')} = ${reference} AND ${seen})`,
        );
      }
    }
  }
  if (!isRestricted) return undefined;
  const isOwned = object.fieldByName.has('ownerid');
  if (isOwned) conditions.push(inList(column(alias, 'OwnerId'), viewer.access.reach.principals));
  // What belongs to no record has no other record to hide behind.
  else conditions.push(`(${fields.map(({ name }) => `${column(alias, name)} IS NULL`).join(' AND ')})`);
  return anyOf(conditions);
}
