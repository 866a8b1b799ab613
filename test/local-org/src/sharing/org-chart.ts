import type { Database, SqlValue } from '../storage/database.ts';
import { allows } from './sharing-model.ts';
import type { GrantedAccess, RowAccess, SharingParty } from './sharing-model.ts';

/** What the records of a user and of everyone below in the role hierarchy, and their groups, come to. */
export type Reach = {
  userId: string;
  /** The user, those below in the role hierarchy, and the groups and queues of all of them. */
  principals: ReadonlySet<string>;
  /** Whether a sharing rule for this party is for one of them. */
  isAmong(party: SharingParty): boolean;
  /** The owners whom a rule names; `users` for all users. */
  ownersOf(party: SharingParty): ReadonlySet<string> | 'users';
  /** Those of them whose role gives the owner of an account access to its opportunities or contacts. */
  accountOwners(child: 'opportunities' | 'contacts', level: RowAccess): string[];
};

type Role = { parent: string | undefined; name: string; opportunities: GrantedAccess; contacts: GrantedAccess };
type Group = { type: string; name: string; relatedId: string | undefined };

const textOf = (value: SqlValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

/** Users, roles, groups and queues as their rows are now. */
export class OrgChart {
  private readonly roles: ReadonlyMap<string, Role>;
  private readonly roleOf: ReadonlyMap<string, string>;
  private readonly groups: ReadonlyMap<string, Group>;
  private readonly members: ReadonlyMap<string, string[]>;
  private readonly children: ReadonlyMap<string | undefined, string[]>;

  constructor(database: Database) {
    const access = (value: SqlValue | undefined): GrantedAccess =>
      value === 'Read' || value === 'Edit' ? value : 'None';
    this.roles = new Map(
      database.all('SELECT * FROM "UserRole" WHERE "IsDeleted" = 0').map((row) => [
        String(row.Id),
        {
          parent: textOf(row.ParentRoleId),
          name: textOf(row.DeveloperName) ?? '',
          opportunities: access(row.OpportunityAccessForAccountOwner),
          contacts: access(row.ContactAccessForAccountOwner),
        },
      ]),
    );
    const users = database.all('SELECT "Id", "UserRoleId" FROM "User" WHERE "UserRoleId" IS NOT NULL');
    this.roleOf = new Map(users.map((row) => [String(row.Id), String(row.UserRoleId)]));
    const groups = database.all('SELECT "Id", "Type", "DeveloperName", "RelatedId" FROM "Group" WHERE "IsDeleted" = 0');
    this.groups = new Map(
      groups.map((row) => [
        String(row.Id),
        { type: String(row.Type), name: textOf(row.DeveloperName) ?? '', relatedId: textOf(row.RelatedId) },
      ]),
    );
    const members = database.all('SELECT "GroupId", "UserOrGroupId" FROM "GroupMember" WHERE "IsDeleted" = 0');
    const byGroup = Map.groupBy(members, (row) => String(row.GroupId));
    this.members = new Map([...byGroup].map(([id, rows]) => [id, rows.map((row) => String(row.UserOrGroupId))]));
    this.children = Map.groupBy(this.roles.keys(), (id) => this.roles.get(id)?.parent);
  }

  reachOf(userId: string): Reach {
    const own = this.roleOf.get(userId);
    const below = own === undefined ? new Set<string>() : this.rolesBelow(own);
    const people = new Set([userId, ...this.usersOf(below)]);
    // A role without users counts as well: who is above it in the hierarchy has what is shared with it.
    const roles = new Set([...(own === undefined ? [] : [own]), ...below]);
    const groups = [...this.groups.keys()].filter((id) => this.isIn(id, { people, roles }, new Set()));
    const principals = new Set([...people, ...groups]);
    return {
      ...{ userId, principals },
      isAmong: (party) => this.isAmong(party, { principals, roles }),
      ownersOf: (party) => this.ownersOf(party),
      accountOwners: (child, level) =>
        [...people].filter((id) => allows(this.roles.get(this.roleOf.get(id) ?? '')?.[child] ?? 'None', level)),
    };
  }

  /** The roles under a role, without it. */
  private rolesBelow(role: string, found = new Set<string>()): Set<string> {
    for (const id of this.children.get(role) ?? []) {
      if (found.has(id)) continue;
      found.add(id);
      this.rolesBelow(id, found);
    }
    return found;
  }

  private usersOf(roles: ReadonlySet<string>): string[] {
    return [...this.roleOf].filter(([, role]) => roles.has(role)).map(([id]) => id);
  }

  /** Whether one of the people or roles belongs to a group, directly or through groups in it. */
  private isIn(
    groupId: string,
    who: { people: ReadonlySet<string>; roles: ReadonlySet<string> },
    seen: Set<string>,
  ): boolean {
    if (seen.has(groupId)) return false;
    seen.add(groupId);
    const group = this.groups.get(groupId);
    if (group === undefined) return false;
    if (group.type === 'Organization') return true;
    const roles = this.rolesOfGroup(group);
    if (roles !== undefined) return [...roles].some((role) => who.roles.has(role));
    return (this.members.get(groupId) ?? []).some((id) => who.people.has(id) || this.isIn(id, who, seen));
  }

  /** The roles that a group stands for; undefined for other groups. */
  private rolesOfGroup({ type, relatedId = '' }: Group): Set<string> | undefined {
    if (type === 'Role') return new Set([relatedId]);
    if (!type.startsWith('RoleAndSubordinates')) return undefined;
    return new Set([relatedId, ...this.rolesBelow(relatedId)]);
  }

  private isAmong(
    party: SharingParty,
    { principals, roles }: { principals: ReadonlySet<string>; roles: ReadonlySet<string> },
  ): boolean {
    if (party.kind === 'allInternalUsers') return true;
    if (party.kind === 'group' || party.kind === 'queue')
      return this.groupsNamed(party).some((id) => principals.has(id));
    return [...this.rolesNamed(party)].some((role) => roles.has(role));
  }

  private ownersOf(party: SharingParty): ReadonlySet<string> | 'users' {
    if (party.kind === 'allInternalUsers') return 'users';
    if (party.kind === 'queue') return new Set(this.groupsNamed(party));
    if (party.kind === 'group') return this.usersIn(this.groupsNamed(party));
    return new Set(this.usersOf(this.rolesNamed(party)));
  }

  /** Every user in groups and in the groups in them. */
  private usersIn(groupIds: readonly string[]): ReadonlySet<string> | 'users' {
    const users = new Set<string>();
    const seen = new Set<string>();
    const waiting = [...groupIds];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      const group = this.groups.get(id);
      if (group === undefined) users.add(id);
      else if (group.type === 'Organization') return 'users';
      else {
        const roles = this.rolesOfGroup(group);
        waiting.push(...(roles === undefined ? (this.members.get(id) ?? []) : this.usersOf(roles)));
      }
    }
    return users;
  }

  private groupsNamed({ kind, name }: Exclude<SharingParty, { kind: 'allInternalUsers' }>): string[] {
    const type = kind === 'queue' ? 'Queue' : 'Regular';
    return [...this.groups].filter(([, group]) => group.type === type && group.name === name).map(([id]) => id);
  }

  private rolesNamed({ kind, name }: Exclude<SharingParty, { kind: 'allInternalUsers' }>): Set<string> {
    const named = [...this.roles].filter(([, role]) => role.name === name).map(([id]) => id);
    const below = kind === 'role' ? [] : named.flatMap((id) => [...this.rolesBelow(id)]);
    return new Set([...named, ...below]);
  }
}
