import type { Engine } from '../engine.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { SqlRow, SqlValue } from '../storage/database.ts';
import { insertRow, knownColumns, systemColumns } from '../storage/rows.ts';
import type { Saved } from './write-history.ts';

const dayMs = 86_400_000;

/** Writes what the platform adds by itself after a save: relations of activities, occurrences of series, people. */
export function addRelatedRecords(engine: Engine, saved: Saved): void {
  const { object, prior } = saved;
  if (object.name === 'Task' || object.name === 'Event') relateActivity(engine, saved);
  if (object.name === 'Event' && prior === undefined) addOccurrences(engine, saved);
  if (object.name === 'EventRelation' && prior === undefined) inviteColleague(engine, saved);
  if (object.name === 'Account' && saved.row.IsPersonAccount === 1) savePerson(engine, saved);
}

type Added = Pick<Saved, 'now' | 'userId'>;

function add(engine: Engine, name: string, row: SqlRow, { now, userId }: Added): string | undefined {
  const object = engine.metadata.schema.object(name);
  if (object === undefined) return undefined;
  const id = engine.ids.nextId(object);
  insertRow(engine.database, object, {
    ...withColumns(object, row),
    Id: id,
    ...knownColumns(object, systemColumns(now, userId)),
  });
  return id;
}

const withColumns = (object: SchemaObject, row: SqlRow): SqlRow =>
  Object.fromEntries(object.columns.flatMap(({ name }) => (row[name] === undefined ? [] : [[name, row[name]]])));

/** With Shared Activities the person and the record that an activity is about stand among its relations too. */
function relateActivity(engine: Engine, saved: Saved): void {
  const { object, id, row, prior } = saved;
  if (!engine.features.has('SharedActivities')) return;
  for (const reference of ['WhoId', 'WhatId']) {
    const [current, former] = [row[reference] ?? null, prior?.[reference] ?? null];
    if (current === former) continue;
    if (former !== null) removeRelation(engine, object.name, { activityId: id, relationId: former });
    if (current === null) continue;
    const isWhat = reference === 'WhatId' ? 1 : 0;
    const relation = { RelationId: current, [`${object.name}Id`]: id, IsWhat: isWhat, IsParent: 1, IsInvitee: 0 };
    add(engine, `${object.name}Relation`, relation, saved);
  }
}

function removeRelation(
  engine: Engine,
  activity: string,
  { activityId, relationId }: { activityId: string; relationId: SqlValue },
): void {
  engine.database.run(
    `DELETE FROM "${activity}Relation" WHERE "${activity}Id" = ? AND "RelationId" = ?`,
    activityId,
    relationId,
  );
}

/** A colleague who is invited has a copy of the event in the own calendar. */
function inviteColleague(engine: Engine, saved: Saved): void {
  const { row } = saved;
  if (engine.metadata.schema.objectOfId(String(row.RelationId))?.name !== 'User') return;
  const event = engine.database.get('SELECT * FROM "Event" WHERE "Id" = ?', row.EventId ?? null);
  if (event === undefined) return;
  engine.database.run(
    `UPDATE "Event" SET "IsGroupEvent" = 1, "GroupEventType" = '1' WHERE "Id" = ?`,
    row.EventId ?? null,
  );
  const copy = { ...event, OwnerId: row.RelationId ?? null, IsChild: 1, IsGroupEvent: 1, GroupEventType: '1' };
  add(engine, 'Event', copy, saved);
}

/** The events of a series, which its master (`IsRecurrence`) stands beside. */
function addOccurrences(engine: Engine, saved: Saved): void {
  const { row, id } = saved;
  if (row.IsRecurrence !== 1) return;
  const stepMs = Number(row.RecurrenceInterval ?? 1) * dayMs * (row.RecurrenceType === 'RecursWeekly' ? 7 : 1);
  const lastMs = Date.parse(`${String(row.RecurrenceEndDateOnly)}T23:59:59Z`);
  const lengthMs = Number(row.DurationInMinutes ?? 0) * 60_000;
  for (let start = Date.parse(String(row.RecurrenceStartDateTime)); start <= lastMs; start += stepMs) {
    const startText = new Date(start).toISOString();
    const end = new Date(start + lengthMs).toISOString();
    const times = { StartDateTime: startText, ActivityDateTime: startText, EndDateTime: end };
    const days = { ActivityDate: startText.slice(0, 10), EndDate: end.slice(0, 10) };
    const own = { IsRecurrence: 0, RecurrenceActivityId: id, RecurrenceType: null, RecurrenceInterval: null };
    add(engine, 'Event', { ...row, ...times, ...days, ...own }, saved);
  }
}

/** A person account is an account and the one contact behind it, which has the person's fields. */
function savePerson(engine: Engine, saved: Saved): void {
  const { id, row } = saved;
  const person = {
    ...{ LastName: row.LastName ?? null, FirstName: row.FirstName ?? null, Name: row.Name ?? null },
    ...{ Email: row.PersonEmail ?? null, Title: row.PersonTitle ?? null },
  };
  if (typeof row.PersonContactId === 'string') {
    const changes = Object.keys(person).map((name) => `"${name}" = ?`);
    engine.database.run(
      `UPDATE "Contact" SET ${changes.join(', ')} WHERE "Id" = ?`,
      ...Object.values(person),
      row.PersonContactId,
    );
    return;
  }
  const contact = { ...person, AccountId: id, OwnerId: row.OwnerId ?? null, IsPersonAccount: 1 };
  const contactId = add(engine, 'Contact', contact, saved) ?? null;
  engine.database.run('UPDATE "Account" SET "PersonContactId" = ? WHERE "Id" = ?', contactId, id);
}
