import { childText, childTexts } from '../metadata/xml.ts';
import type { DescribeSObject } from '../schema/describe.ts';
import { findLayout } from './deployed-layout.ts';
import { selectPath } from './field-selection.ts';
import type { Selection } from './field-selection.ts';
import { defaultLayout } from './layout-section.ts';
import type { PlannedLayout } from './layout-section.ts';
import { fieldsByName, nameFieldOf } from './read-records.ts';
import { layoutFields, showCompactLayout, showLayout } from './record-layout.ts';
import type { LayoutMode, LayoutType, RecordLayout } from './record-layout.ts';
import type { RecordSource } from './record-source.ts';
import { findRecordType } from './record-type.ts';

/** The key fields that the platform shows by default. */
const systemCompactFields: Record<string, string[]> = {
  Account: ['Name', 'Type', 'Phone', 'Website', 'OwnerId', 'Industry'],
  Campaign: ['Name', 'Type', 'Status', 'StartDate', 'EndDate'],
  Case: ['CaseNumber', 'Subject', 'Status', 'Priority', 'ContactId', 'OwnerId'],
  Contact: ['Name', 'Title', 'AccountId', 'Phone', 'Email', 'OwnerId'],
  Event: ['Subject', 'StartDateTime', 'EndDateTime', 'WhoId', 'WhatId'],
  Lead: ['Name', 'Title', 'Company', 'Phone', 'Email'],
  Opportunity: ['Name', 'AccountId', 'CloseDate', 'Amount', 'OwnerId'],
  Task: ['Subject', 'ActivityDate', 'Status', 'WhoId', 'WhatId'],
};

const systemCompactName = 'SYSTEM';

/** The layout that a user has for records of a record type. */
export function planLayout(source: RecordSource, describe: DescribeSObject, recordTypeId: string): PlannedLayout {
  const info = findRecordType(describe, recordTypeId);
  const deployed = findLayout(
    { layouts: source.components('Layout'), profiles: source.components('Profile') },
    {
      profile: source.user.profile,
      object: describe.name,
      recordType: info === undefined || info.master ? undefined : info.developerName,
    },
  );
  return deployed ?? defaultLayout(describe);
}

function planCompact(source: RecordSource, describe: DescribeSObject): { name: string; fields: string[] } {
  const object = source.components('CustomObject').find(({ fullName }) => fullName === describe.name);
  const assigned = object === undefined ? undefined : childText(object.body, 'compactLayoutAssignment');
  const deployed = source
    .components('CompactLayout')
    .find(({ fullName }) => assigned !== undefined && fullName === `${describe.name}.${assigned}`);
  if (deployed !== undefined) return { name: assigned ?? '', fields: childTexts(deployed.body, 'fields') };
  return { name: systemCompactName, fields: systemCompactFields[describe.name] ?? [nameFieldOf(describe)] };
}

const known = new WeakMap<DescribeSObject, Map<string, RecordLayout>>();

/** A layout of an object for the user. Kept as long as the user's describe of the object stands. */
export function objectLayout(
  source: RecordSource,
  describe: DescribeSObject,
  { type, mode, recordTypeId }: { type: LayoutType; mode: LayoutMode; recordTypeId: string },
): RecordLayout {
  const key = `${type} ${mode} ${recordTypeId}`;
  const layouts = known.get(describe) ?? new Map<string, RecordLayout>();
  known.set(describe, layouts);
  const kept = layouts.get(key);
  if (kept !== undefined) return kept;
  const made =
    type === 'Compact'
      ? showCompactLayout(describe, planCompact(source, describe), { mode, recordTypeId })
      : showLayout(describe, planLayout(source, describe, recordTypeId), { mode, recordTypeId });
  layouts.set(key, made);
  return made;
}

/** Adds a field as a page shows it: a reference comes with the name of the record that it leads to. */
export function selectShown(source: RecordSource, selection: Selection, { describe, name }: ShownField): void {
  selectPath(selection, [name], 'optional');
  const field = fieldsByName(describe).get(name.toLowerCase());
  if (field === undefined || field.relationshipName === null) return;
  const target = source.describe(field.referenceTo[0] ?? '');
  selectPath(selection, [field.relationshipName, 'Id'], 'optional');
  if (target !== undefined) selectPath(selection, [field.relationshipName, nameFieldOf(target)], 'optional');
}

type ShownField = { describe: DescribeSObject; name: string };

/** Adds what a layout shows of a record. */
export function selectLayout(
  source: RecordSource,
  selection: Selection,
  { describe, layout }: { describe: DescribeSObject; layout: RecordLayout },
): void {
  for (const name of layoutFields(layout)) selectShown(source, selection, { describe, name });
}
