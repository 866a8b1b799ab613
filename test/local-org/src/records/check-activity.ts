import type { SqlRow } from '../storage/database.ts';
import { refusal } from './record-refusal.ts';

const recurrenceFields = ['RecurrenceStartDateOnly', 'RecurrenceEndDateOnly', 'RecurrenceType'];

/**
 * Checks tasks and events beyond their fields. Series are not supported: a recurring activity is refused with the fields
 * that it lacks, as on the platform.
 */
export function checkActivity(object: string, row: SqlRow): void {
  if (object !== 'Task' && object !== 'Event') return;
  if (row.IsRecurrence === 1) {
    const message = `Required fields are missing: [${recurrenceFields.join(', ')}]`;
    throw refusal('REQUIRED_FIELD_MISSING', message, recurrenceFields);
  }
  const isAboutLead = typeof row.WhoId === 'string' && row.WhoId.startsWith('00Q');
  if (isAboutLead && (row.WhatId ?? null) !== null) {
    const message = 'field integrity exception: WhoId, WhatId (a lead cannot be related to another record)';
    throw refusal('FIELD_INTEGRITY_EXCEPTION', message, ['WhoId', 'WhatId']);
  }
}
