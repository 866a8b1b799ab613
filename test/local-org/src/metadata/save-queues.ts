import type { Engine } from '../engine.ts';
import { insertRow, knownColumns, systemColumns, updateRow } from '../storage/rows.ts';
import { listComponents } from './component-list.ts';
import type { Component } from './component.ts';
import { children, childText, isTrue } from './xml.ts';

/** Writes the groups that deployed queues are, with the objects whose records they may own. */
export function saveQueues(
  engine: Engine,
  { userId, deleted }: { userId: string; deleted: readonly Component[] },
): void {
  const { database, metadata } = engine;
  const group = metadata.schema.object('Group');
  const member = metadata.schema.object('QueueSobject');
  if (group === undefined || member === undefined) return;
  const now = engine.clock.now().toISOString();
  const idOf = (name: string): string | undefined => {
    const id = database.get(`SELECT "Id" FROM "Group" WHERE "DeveloperName" = ? AND "Type" = 'Queue'`, name)?.Id;
    return typeof id === 'string' ? id : undefined;
  };
  for (const { type, fullName } of deleted) {
    const id = type === 'Queue' ? idOf(fullName) : undefined;
    if (id === undefined) continue;
    database.run('DELETE FROM "QueueSobject" WHERE "QueueId" = ?', id);
    database.run('DELETE FROM "Group" WHERE "Id" = ?', id);
  }
  for (const { fullName, body } of listComponents(engine, 'Queue')) {
    const values = {
      Name: childText(body, 'name') ?? fullName,
      Email: childText(body, 'email') ?? null,
      DoesSendEmailToMembers: isTrue(body, 'doesSendEmailToMembers') ? 1 : 0,
    };
    const known = idOf(fullName);
    const id = known ?? engine.ids.nextId(group);
    if (known === undefined) {
      const system = knownColumns(group, systemColumns(now, userId));
      insertRow(database, group, { ...system, Id: id, DeveloperName: fullName, Type: 'Queue', ...values });
    } else updateRow(database, group, { id, changes: values });
    database.run('DELETE FROM "QueueSobject" WHERE "QueueId" = ?', id);
    for (const object of children(body, 'queueSobject')) {
      insertRow(database, member, {
        ...knownColumns(member, systemColumns(now, userId)),
        Id: engine.ids.nextId(member),
        QueueId: id,
        SobjectType: childText(object, 'sobjectType') ?? '',
      });
    }
  }
}
