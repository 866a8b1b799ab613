import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { metadata } from '../engine/opened-org.ts';
import { ownerRule, sharedOrg } from './shared-org.ts';

const userCount = 4;
const roleNames = ['R0', 'R1', 'R2', 'R3'];
const groupNames = ['G0', 'G1', 'G2'];

/** A group holds users by number, roles by name (with those below or without), and groups before it. */
type Member = { user: number } | { role: number; isWithBelow: boolean } | { group: number };
type Party = { user: number } | { role: number; isWithBelow: boolean } | { group: number } | 'everybody';
type Level = 'Read' | 'Edit';

type Plan = {
  /** The parent of each role, one before it. */
  parents: (number | undefined)[];
  roleOf: (number | undefined)[];
  groups: Member[][];
  queue: Member[];
  /** The owner of each lead: a user, or the queue. */
  leads: (number | 'queue')[];
  shares: { lead: number; to: Member; level: Level }[];
  rules: { from: Exclude<Party, { user: number }>; to: Exclude<Party, { user: number }>; level: Level }[];
};

const level = fc.constantFrom<Level>('Read', 'Edit');
const user = fc.nat(userCount - 1);
const someRole = fc.record({ role: fc.nat(roleNames.length - 1), isWithBelow: fc.boolean() });
const group = fc.record({ group: fc.nat(groupNames.length - 1) });
const member = fc.oneof(fc.record({ user }), someRole, group);
const party = fc.oneof(someRole, group, fc.constant('everybody' as const));

const plans: fc.Arbitrary<Plan> = fc.record({
  parents: fc
    .tuple(...roleNames.map((_, index) => fc.option(fc.nat(Math.max(0, index - 1)), { nil: undefined })))
    .map((parents) => parents.map((parent, index) => (index === 0 ? undefined : parent))),
  roleOf: fc.array(fc.option(fc.nat(roleNames.length - 1), { nil: undefined }), {
    ...{ minLength: userCount, maxLength: userCount },
  }),
  groups: fc
    .array(fc.array(member, { maxLength: 3 }), { minLength: groupNames.length, maxLength: groupNames.length })
    .map((groups) => groups.map((members, index) => members.filter((one) => !('group' in one) || one.group < index))),
  queue: fc.array(member, { maxLength: 2 }),
  leads: fc.array(fc.oneof(user, fc.constant('queue' as const)), { minLength: 1, maxLength: 5 }),
  shares: fc.array(fc.record({ lead: fc.nat(4), to: member, level }), { maxLength: 3 }),
  rules: fc.array(fc.record({ from: party, to: party, level }), { maxLength: 2 }),
});

/** The plain model: who has which access to a lead, by the definitions of the platform's documentation. */
function expected(plan: Plan) {
  const isAbove = (upper: number | undefined, lower: number | undefined): boolean => {
    if (upper === undefined || lower === undefined) return false;
    const parent = plan.parents[lower];
    return parent === upper || isAbove(upper, parent);
  };
  const covers = ({ role, isWithBelow }: { role: number; isWithBelow: boolean }, one: number): boolean =>
    one === role || (isWithBelow && isAbove(role, one));
  /** Whether the user, or a user or role below, is meant. */
  const holds = (who: number, to: Party): boolean => {
    if (to === 'everybody') return true;
    if ('user' in to) return who === to.user || isAbove(plan.roleOf[who], plan.roleOf[to.user]);
    if ('group' in to) return (plan.groups[to.group] ?? []).some((one) => holds(who, one));
    return roleNames.some(
      (_, role) => covers(to, role) && (plan.roleOf[who] === role || isAbove(plan.roleOf[who], role)),
    );
  };
  /** Whether the user is in a party, without regard to the hierarchy above it. */
  const isOf = (who: number, from: Party): boolean => {
    if (from === 'everybody') return true;
    if ('user' in from) return from.user === who;
    if ('group' in from) return (plan.groups[from.group] ?? []).some((one) => isOf(who, one));
    const role = plan.roleOf[who];
    return role !== undefined && covers(from, role);
  };
  const has = (who: number, lead: number, needed: Level): boolean => {
    const owner = plan.leads[lead];
    if (owner === undefined) return false;
    const isEnough = (given: Level): boolean => given === 'Edit' || needed === 'Read';
    if (owner === 'queue' ? plan.queue.some((one) => holds(who, one)) : holds(who, { user: owner })) return true;
    if (plan.shares.some((one) => one.lead === lead && isEnough(one.level) && holds(who, one.to))) return true;
    return plan.rules.some(
      ({ from, to, level: given }) => owner !== 'queue' && isOf(owner, from) && isEnough(given) && holds(who, to),
    );
  };
  return has;
}

class Undone extends Error {}

test('who sees and who changes a lead is as a plain model of roles, groups, shares and rules says', () => {
  const opened = sharedOrg({
    'queues/Q.queue': metadata('Queue', '<name>Q</name><queueSobject><sobjectType>Lead</sobjectType></queueSobject>'),
  });
  const { org, insert, row, rows, addUser, deployed, update } = opened;
  const users = Array.from({ length: userCount }, (_, index) => addUser(`u${index}`));
  const queue = String(row("SELECT Id FROM Group WHERE DeveloperName = 'Q'").Id);

  /** Builds what is planned; answers the leads' ids. */
  function build(plan: Plan): string[] {
    const roles: string[] = [];
    for (const [index, Name] of roleNames.entries()) {
      const parent = plan.parents[index];
      roles.push(
        insert('UserRole', {
          Name,
          DeveloperName: Name,
          ParentRoleId: parent === undefined ? null : (roles[parent] ?? null),
        }),
      );
    }
    for (const [index, role] of plan.roleOf.entries()) {
      update('User', { Id: users[index] ?? '', UserRoleId: role === undefined ? null : (roles[role] ?? null) });
    }
    const groups = groupNames.map((Name) => insert('Group', { Name, DeveloperName: Name, Type: 'Regular' }));
    const idOf = (one: Member): string => {
      if ('user' in one) return users[one.user] ?? '';
      if ('group' in one) return groups[one.group] ?? '';
      const type = one.isWithBelow ? 'RoleAndSubordinates' : 'Role';
      return String(row(`SELECT Id FROM Group WHERE Type = '${type}' AND RelatedId = '${roles[one.role] ?? ''}'`).Id);
    };
    const fill = (GroupId: string, members: Member[]): void => {
      for (const one of members) insert('GroupMember', { GroupId, UserOrGroupId: idOf(one) });
    };
    for (const [index, members] of plan.groups.entries()) fill(groups[index] ?? '', members);
    fill(queue, plan.queue);
    const leads = plan.leads.map((owner, index) =>
      insert('Lead', {
        LastName: `L${index}`,
        Company: 'C',
        OwnerId: owner === 'queue' ? queue : (users[owner] ?? ''),
      }),
    );
    for (const { lead, to, level: LeadAccessLevel } of plan.shares) {
      const LeadId = leads[lead];
      if (LeadId !== undefined) insert('LeadShare', { LeadId, UserOrGroupId: idOf(to), LeadAccessLevel });
    }
    const textOf = (one: Plan['rules'][number]['from']): string => {
      if (one === 'everybody') return '<allInternalUsers></allInternalUsers>';
      if ('group' in one) return `<group>${groupNames[one.group] ?? ''}</group>`;
      const element = one.isWithBelow ? 'roleAndSubordinates' : 'role';
      return `<${element}>${roleNames[one.role] ?? ''}</${element}>`;
    };
    const rules = plan.rules.map(({ from, to, level: access }) => ownerRule(textOf(from), textOf(to), access));
    if (rules.length > 0) deployed({ 'sharingRules/Lead.sharingRules': metadata('SharingRules', rules.join('')) });
    return leads;
  }

  let seen = 0;
  let hidden = 0;
  fc.assert(
    fc.property(plans, (plan) => {
      const check = (): never => {
        const leads = build(plan);
        const has = expected(plan);
        for (const [who, userId] of users.entries()) {
          const sees = leads.filter((_, lead) => has(who, lead, 'Read'));
          const found = rows('SELECT Id FROM Lead ORDER BY Name', userId).map(({ Id }) => Id);
          assert.deepEqual(found, sees, `user ${who}`);
          seen += sees.length;
          hidden += leads.length - sees.length;
          for (const [lead, Id] of leads.entries()) {
            const { success } = org.write(userId, 'update', 'Lead', { Id, Title: 'Dr' });
            assert.equal(success, has(who, lead, 'Edit'), `user ${who} changes lead ${lead}`);
          }
        }
        throw new Undone();
      };
      assert.throws(
        () => org.transaction(check),
        (error) => {
          if (error instanceof Undone) return true;
          throw error as Error;
        },
      );
    }),
    { numRuns: 60, seed: 11 },
  );
  assert.ok(seen > 100 && hidden > 100, `${seen} seen, ${hidden} hidden`);
});
