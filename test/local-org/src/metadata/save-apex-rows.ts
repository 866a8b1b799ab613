import type { Engine } from '../engine.ts';
import { openKept } from '../storage/kept.ts';
import { insertRow, knownColumns } from '../storage/rows.ts';
import { quote } from '../storage/tables.ts';
import { contentText } from './apex-source.ts';
import { MetadataStore } from './metadata-store.ts';
import { child, childText, isTrue } from './xml.ts';

/** Writes the rows by which clients ask for Apex, under the ids of its components. */
export function saveApexRows({ database, metadata }: Engine): void {
  const components = new MetadataStore(database).components();
  for (const name of ['ApexClass', 'ApexTrigger']) {
    const object = metadata.schema.object(name);
    if (object === undefined) continue;
    database.run(`DELETE FROM ${quote(name)}`);
    for (const { type, fullName, body, record, ...component } of components) {
      if (type !== name || record === undefined) continue;
      const { id, createdDate, createdById, lastModifiedDate, lastModifiedById } = record;
      const source = contentText(component);
      insertRow(database, object, {
        ...knownColumns(object, { IsDeleted: 0, SystemModstamp: lastModifiedDate }),
        Id: id,
        Name: fullName,
        ApiVersion: Number(childText(body, 'apiVersion') ?? 65),
        Status: childText(body, 'status') ?? 'Active',
        IsValid: 1,
        Body: source,
        LengthWithoutComments: source.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '').length,
        CreatedDate: createdDate,
        CreatedById: createdById,
        LastModifiedDate: lastModifiedDate,
        LastModifiedById: lastModifiedById,
      });
    }
  }
}

/** Writes the rows by which flows find the types of custom notifications. */
export function saveNotificationTypes({ database, metadata }: Engine): void {
  const object = metadata.schema.object('CustomNotificationType');
  if (object === undefined) return;
  database.run(`DELETE FROM ${quote(object.name)}`);
  for (const { type, fullName, body, record } of new MetadataStore(database).components()) {
    if (type !== object.name || record === undefined) continue;
    const { id, ...audit } = record;
    insertRow(database, object, {
      ...knownColumns(object, { IsDeleted: 0, SystemModstamp: audit.lastModifiedDate }),
      Id: id,
      CustomNotifTypeName: childText(body, 'customNotifTypeName') ?? fullName,
      DeveloperName: fullName,
      Description: childText(body, 'description') ?? null,
      Desktop: isTrue(body, 'desktop') ? 1 : 0,
      Mobile: isTrue(body, 'mobile') ? 1 : 0,
      MasterLabel: childText(body, 'masterLabel') ?? fullName,
      Language: 'en_US',
      CreatedDate: audit.createdDate,
      CreatedById: audit.createdById,
      LastModifiedDate: audit.lastModifiedDate,
      LastModifiedById: audit.lastModifiedById,
    });
  }
}

/** Writes the rows by which clients see which flows are active. */
export function saveFlowViews({ database, metadata }: Engine): void {
  const object = metadata.schema.object('FlowDefinitionView');
  if (object === undefined) return;
  database.run(`DELETE FROM ${quote(object.name)}`);
  // What an admin has switched on or off stays so over deploys.
  const kept = openKept(database).all('flow-version') as { name: string; body: unknown }[];
  const switched = new Map(kept.map((one) => [one.name, one.body !== null]));
  for (const { type, fullName, body, record } of new MetadataStore(database).components()) {
    if (type !== 'Flow' || record === undefined) continue;
    const { id, ...audit } = record;
    const isActive = switched.get(fullName) ?? childText(body, 'status') === 'Active';
    insertRow(database, object, {
      ...knownColumns(object, { IsDeleted: 0, SystemModstamp: audit.lastModifiedDate }),
      Id: id,
      ApiName: fullName,
      Label: childText(body, 'label') ?? fullName,
      DurableId: id,
      ActiveVersionId: isActive ? id : null,
      LatestVersionId: id,
      IsActive: isActive ? 1 : 0,
      ProcessType: childText(body, 'processType') ?? null,
      TriggerType: childText(child(body, 'start') ?? {}, 'triggerType') ?? null,
      Description: childText(body, 'description')?.slice(0, 255) ?? null,
      CreatedDate: audit.createdDate,
      CreatedById: audit.createdById,
      LastModifiedDate: audit.lastModifiedDate,
      LastModifiedById: audit.lastModifiedById,
    });
  }
}
