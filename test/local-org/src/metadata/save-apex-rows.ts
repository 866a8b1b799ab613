import type { Engine } from '../engine.ts';
import { insertRow, knownColumns } from '../storage/rows.ts';
import { quote } from '../storage/tables.ts';
import { contentText } from './apex-source.ts';
import { MetadataStore } from './metadata-store.ts';
import { childText } from './xml.ts';

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
