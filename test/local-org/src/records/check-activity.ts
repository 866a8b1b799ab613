import type { SqlRow } from '../storage/database.ts';
import { refusal } from './record-refusal.ts';

/** The fields without which a series is refused. */
const seriesFields = {
  Task: ['RecurrenceStartDateOnly', 'RecurrenceEndDateOnly', 'RecurrenceType'],
  Event: ['RecurrenceStartDateTime', 'RecurrenceEndDateOnly', 'RecurrenceType'],
};

/**
 * Checks tasks and events beyond their fields. Of series, only events that recur daily or weekly are supported: tasks are
 * refused for fields that they cannot have.
 */
export function checkActivity(object: string, row: SqlRow): void {
  if (object !== 'Task' && object !== 'Event') return;
  if (row.IsRecurrence === 1) {
    const missing = seriesFields[object].filter((field) => (row[field] ?? null) === null);
    if (missing.length > 0) {
      throw refusal('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing);
    }
    if (row.RecurrenceType !== 'RecursDaily' && row.RecurrenceType !== 'RecursWeekly') {
      const message = `Recurrence Type: the local org has no series of the type ${String(row.RecurrenceType)}`;
      throw refusal('FIELD_INTEGRITY_EXCEPTION', message, ['RecurrenceType']);
    }
  }
  const isAboutLead = typeof row.WhoId === 'string' && row.WhoId.startsWith('00Q');
  if (isAboutLead && (row.WhatId ?? null) !== null) {
    const message = 'field integrity exception: WhoId, WhatId (a lead cannot be related to another record)';
    throw refusal('FIELD_INTEGRITY_EXCEPTION', message, ['WhoId', 'WhatId']);
  }
}
