import type { Connection } from 'jsforce';
import { namedSources, readablePart, shownReasons } from './scoring-sources.ts';
import type { Rights } from './scoring-sources.ts';
import type { ViewerAccess } from './viewer-access.ts';

/** Asks the org's describes, which have the objects and fields that the user may read. */
async function rightsOf(connection: Connection, names: readonly string[]): Promise<Rights> {
  const objects = [...new Set(names.map((name) => name.split('.')[0] ?? ''))];
  const described = await Promise.all(
    objects.map(async (object): Promise<[string, Map<string, boolean>][]> => {
      // An object that the user may not read has no describe; any other error would hide its reasons, as an unknown name does.
      const known = await connection.describe(object).catch(() => undefined);
      return known ? [[object, new Map(known.fields.map(({ name, updateable }) => [name, updateable]))]] : [];
    }),
  );
  const fields = new Map(described.flat());
  const partsOf = (name: string): [object: string, field: string | undefined] => {
    const [object = '', field] = name.split('.');
    return [object, field];
  };
  return {
    canRead: (source) => {
      const [object, field] = partsOf(source);
      return field === undefined ? fields.has(object) : fields.get(object)?.has(field) === true;
    },
    canEdit: (name) => {
      const [object, field = ''] = partsOf(name);
      return fields.get(object)?.get(field) === true;
    },
  };
}

/** The parts of an answer of the service that the viewer may know of, as JSON. */
export async function readableAnswer({ connection }: ViewerAccess, text: string): Promise<string> {
  const answer: unknown = JSON.parse(text);
  return JSON.stringify(readablePart(answer, await rightsOf(connection, namedSources(answer))));
}

const objects: Record<string, string> = { '00Q': 'Lead', '003': 'Contact', '001': 'Account' };

export const objectOf = (recordId: string): string => objects[recordId.slice(0, 3)] ?? '';

/** The reasons that the page gets, by goal; `goals` are those of the object that the viewer may read. */
export async function readReasons(
  { viewer, system }: { viewer: ViewerAccess; system: Connection },
  recordId: string,
  goals: readonly Record<string, unknown>[],
): Promise<Record<string, string>> {
  const object = objectOf(recordId);
  const fields = goals.map(({ Id, Score_Field__c: path }) => ({
    goalId: String(Id),
    name: String(path)
      .replace(/^\w+\./, '')
      .replace(/__c$/, '_Factors__c'),
  }));
  if (fields.length === 0) return {};
  const names = fields.map(({ name }) => name).join(', ');
  const found = await system.query<Record<string, string | null>>(
    `SELECT ${names} FROM ${object} WHERE Id = '${recordId}'`,
  );
  const stored = fields.map(({ goalId, name }) => ({ goalId, text: found.records[0]?.[name] }));
  const named = stored.flatMap(({ text }) => (text?.startsWith('{') ? namedSources(JSON.parse(text)) : []));
  const { canRead } = await rightsOf(viewer.connection, [object, ...named]);
  return Object.fromEntries(
    stored.flatMap(({ goalId, text }) => {
      const shown = shownReasons(text, object, canRead);
      return shown === undefined ? [] : [[goalId, shown]];
    }),
  );
}
