import type { UserAccess } from '../access/user-access.ts';
import type { Engine } from '../engine.ts';
import type { Database } from '../storage/database.ts';
import { refusal } from './record-refusal.ts';

export function ensureApprovalLocks(database: Database): void {
  database.define('CREATE TABLE IF NOT EXISTS "_approval_locks" ("Id" TEXT PRIMARY KEY)');
}

/** Locks records as an approval process does, or unlocks them. */
export function setApprovalLock({ database }: Engine, ids: readonly string[], isLocked: boolean): void {
  const sql = isLocked
    ? 'INSERT OR IGNORE INTO "_approval_locks" VALUES (?)'
    : 'DELETE FROM "_approval_locks" WHERE "Id" = ?';
  database.transaction(() => {
    for (const id of ids) database.run(sql, id);
  });
}

/** @throws RecordRefusal `ENTITY_IS_LOCKED` unless the user is an administrator, who may change locked records */
export function requireUnlocked({ database }: Engine, { access, id }: { access: UserAccess; id: string }): void {
  if (access.isAdministrator) return;
  if (database.get('SELECT "Id" FROM "_approval_locks" WHERE "Id" = ?', id) === undefined) return;
  throw refusal('ENTITY_IS_LOCKED', 'the entity is locked for editing');
}
