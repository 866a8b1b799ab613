import type { Engine } from '../engine.ts';
import { insertRow, knownColumns, systemColumns } from '../storage/rows.ts';

/** Adds the groups that stand for the users of each role, and of it and the roles below, which records are shared with. */
export function saveRoleGroups(engine: Engine, userId: string): void {
  const { database, metadata } = engine;
  const group = metadata.schema.object('Group');
  if (group === undefined) return;
  const now = engine.clock.now().toISOString();
  for (const type of ['Role', 'RoleAndSubordinates']) {
    const roles = database.all(
      `SELECT r."Id", r."Name", r."DeveloperName" FROM "UserRole" r WHERE NOT EXISTS
         (SELECT 1 FROM "Group" g WHERE g."RelatedId" = r."Id" AND g."Type" = ?)`,
      type,
    );
    for (const { Id, Name, DeveloperName } of roles) {
      insertRow(database, group, {
        ...knownColumns(group, systemColumns(now, userId)),
        ...{ Id: engine.ids.nextId(group), RelatedId: Id ?? null, Type: type },
        ...{ Name: Name ?? null, DeveloperName: DeveloperName ?? null },
      });
    }
  }
}
