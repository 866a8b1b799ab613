import type { Engine } from '../engine.ts';
import type { SchemaObject } from '../schema/schema.ts';
import { saveRoleGroups } from '../sharing/role-groups.ts';
import type { SqlRow } from '../storage/database.ts';
import { insertRow, knownColumns, systemColumns, updateRow } from '../storage/rows.ts';
import { quote } from '../storage/tables.ts';
import { listComponents } from './component-list.ts';
import type { Component } from './component.ts';
import { child, children, childText, childTexts, isTrue } from './xml.ts';
import type { XmlElement } from './xml.ts';

type Saving = { engine: Engine; userId: string; now: string };

/** Where the rows of a type of component are, by their developer names. */
type Home = { object: 'Group' | 'UserRole'; groupType?: string };

const homes: Record<string, Home> = {
  Queue: { object: 'Group', groupType: 'Queue' },
  Group: { object: 'Group', groupType: 'Regular' },
  Role: { object: 'UserRole' },
};

/** Writes the roles, public groups and queues that are deployed, with what queues may own and who belongs to them. */
export function saveGroups(
  engine: Engine,
  { userId, deleted }: { userId: string; deleted: readonly Component[] },
): void {
  const saving = { engine, userId, now: engine.clock.now().toISOString() };
  for (const { type, fullName } of deleted) {
    const id = idOf(saving, type, fullName);
    if (id !== undefined) remove(engine, homes[type]?.object ?? '', id);
  }
  const roles = listComponents(engine, 'Role');
  for (const { fullName, body } of roles) {
    save(saving, 'Role', fullName, {
      Name: childText(body, 'name') ?? fullName,
      OpportunityAccessForAccountOwner: childText(body, 'opportunityAccessLevel') ?? 'None',
      ContactAccessForAccountOwner: childText(body, 'contactAccessLevel') ?? 'None',
      CaseAccessForAccountOwner: childText(body, 'caseAccessLevel') ?? 'None',
    });
  }
  // A package may name a parent after its child.
  for (const { fullName, body } of roles) {
    const parent = childText(body, 'parentRole');
    save(saving, 'Role', fullName, {
      ParentRoleId: parent === undefined ? null : (idOf(saving, 'Role', parent) ?? null),
    });
  }
  if (roles.length > 0) saveRoleGroups(engine, userId);
  for (const { fullName, body } of listComponents(engine, 'Group')) {
    save(saving, 'Group', fullName, { Name: childText(body, 'name') ?? fullName });
  }
  for (const { fullName, body } of listComponents(engine, 'Queue')) saveQueue(saving, fullName, body);
}

function saveQueue(saving: Saving, fullName: string, body: XmlElement): void {
  const id = save(saving, 'Queue', fullName, {
    Name: childText(body, 'name') ?? fullName,
    Email: childText(body, 'email') ?? null,
    DoesSendEmailToMembers: isTrue(body, 'doesSendEmailToMembers') ? 1 : 0,
  });
  const { database } = saving.engine;
  database.run('DELETE FROM "QueueSobject" WHERE "QueueId" = ?', id);
  for (const object of children(body, 'queueSobject')) {
    add(saving, 'QueueSobject', { QueueId: id, SobjectType: childText(object, 'sobjectType') ?? '' });
  }
  const members = child(body, 'queueMembers');
  if (members === undefined) return;
  database.run('DELETE FROM "GroupMember" WHERE "GroupId" = ?', id);
  for (const member of memberIds(saving, members)) add(saving, 'GroupMember', { GroupId: id, UserOrGroupId: member });
}

/** The users, and the groups that stand for the others, that a queue names. */
function memberIds(saving: Saving, members: XmlElement): string[] {
  const { database } = saving.engine;
  const named = (list: string, element: string): string[] => {
    const of = child(members, list);
    return of === undefined ? [] : childTexts(of, element);
  };
  const groupOfRole = (type: string, name: string) =>
    database.get(
      'SELECT g."Id" FROM "Group" g JOIN "UserRole" r ON r."Id" = g."RelatedId" WHERE g."Type" = ? AND r."DeveloperName" = ?',
      type,
      name,
    )?.Id;
  const ids = [
    ...named('users', 'user').map((name) => database.get('SELECT "Id" FROM "User" WHERE "Username" = ?', name)?.Id),
    ...named('publicGroups', 'publicGroup').map((name) => idOf(saving, 'Group', name)),
    ...named('roles', 'role').map((name) => groupOfRole('Role', name)),
    ...named('roleAndSubordinates', 'roleAndSubordinate').map((name) => groupOfRole('RoleAndSubordinates', name)),
  ];
  return ids.filter((id) => typeof id === 'string');
}

function idOf({ engine: { database } }: Saving, type: string, name: string): string | undefined {
  const home = homes[type];
  if (home === undefined) return undefined;
  const ofType = home.groupType === undefined ? '' : ` AND "Type" = '${home.groupType}'`;
  const id = database.get(`SELECT "Id" FROM ${quote(home.object)} WHERE "DeveloperName" = ?${ofType}`, name)?.Id;
  return typeof id === 'string' ? id : undefined;
}

/** Existing rows keep their ids. */
function save(saving: Saving, type: string, fullName: string, values: SqlRow): string {
  const home = homes[type] ?? { object: 'Group' };
  const known = idOf(saving, type, fullName);
  if (known === undefined) {
    const ofGroup: SqlRow = home.groupType === undefined ? {} : { Type: home.groupType };
    return add(saving, home.object, { DeveloperName: fullName, ...ofGroup, ...values });
  }
  updateRow(saving.engine.database, objectNamed(saving, home.object), { id: known, changes: values });
  return known;
}

function add(saving: Saving, name: string, row: SqlRow): string {
  const { engine, userId, now } = saving;
  const object = objectNamed(saving, name);
  const id = engine.ids.nextId(object);
  insertRow(engine.database, object, { ...knownColumns(object, systemColumns(now, userId)), Id: id, ...row });
  return id;
}

function objectNamed({ engine }: Saving, name: string): SchemaObject {
  const object = engine.metadata.schema.object(name);
  if (object === undefined) throw new Error(`no object named ${name}`);
  return object;
}

function remove({ database }: Engine, object: string, id: string): void {
  database.run('DELETE FROM "QueueSobject" WHERE "QueueId" = ?', id);
  database.run('DELETE FROM "GroupMember" WHERE "GroupId" = ? OR "UserOrGroupId" = ?', id, id);
  database.run('DELETE FROM "Group" WHERE "RelatedId" = ?', id);
  database.run(`DELETE FROM ${quote(object)} WHERE "Id" = ?`, id);
}
