import { OrgError } from '../../../org-error.ts';
import { readChildNames, readChildren } from '../../../ui-api/child-records.ts';
import type { ChildPage } from '../../../ui-api/child-records.ts';
import { selectNames, splitNames, emptySelection } from '../../../ui-api/field-selection.ts';
import type { Selection } from '../../../ui-api/field-selection.ts';
import { requireObject, showObjects } from '../../../ui-api/object-info.ts';
import { objectLayout, selectLayout } from '../../../ui-api/object-layouts.ts';
import { readRecords } from '../../../ui-api/read-records.ts';
import type { RecordShown } from '../../../ui-api/read-records.ts';
import type { LayoutMode, LayoutType, RecordLayout } from '../../../ui-api/record-layout.ts';
import { defaultRecordTypeId, masterRecordTypeId } from '../../../ui-api/record-type.ts';
import type { RecordSource } from '../../../ui-api/record-source.ts';
import { illegalParameter, noAccess, notFound } from '../../../ui-api/ui-api-error.ts';
import type { ApiCall } from '../../api-call.ts';
import { json } from '../../reply.ts';
import type { Reply } from '../../reply.ts';
import type { ServerState } from '../../server-state.ts';
import type { SyncRoute } from '../../sync-route.ts';
import { batchReply } from './batch-reply.ts';
import { readId, readLayoutTypes, readModes, readNumber, readPlace } from './request-parameters.ts';
import { openSource } from './ui-api-source.ts';

const mostIds = 200;
const presetChildren = 5;
const mostChildren = 2_000;

export type WantedLayouts = { types: LayoutType[]; modes: LayoutMode[] };

type Wanted = WantedLayouts & { fields: string[]; optionalFields: string[] };

function readWanted({ query }: ApiCall): Wanted {
  return {
    fields: splitNames(query.get('fields')),
    optionalFields: splitNames(query.get('optionalFields')),
    types: readLayoutTypes(query.get('layoutTypes')),
    modes: readModes(query.get('modes')),
  };
}

const readIds = (text: string): string[] => {
  const ids = splitNames(text).map(readId);
  if (ids.length > mostIds) throw new OrgError('EXCEEDED_ID_LIMIT', `The number of IDs exceeds ${mostIds}`);
  return ids;
};

/** @throws OrgError when the id is of no object, or of one that the user may not see */
export function objectOf(source: RecordSource, id: string): string {
  const object = source.objectOfId(id);
  if (object === undefined) throw notFound();
  if (source.describe(object) === undefined) throw noAccess();
  return object;
}

/** The layouts of an object that a request names, for records of a record type. */
export function layoutsOf(
  source: RecordSource,
  object: string,
  { types, modes, recordTypeId }: WantedLayouts & { recordTypeId: string | null },
): RecordLayout[] {
  const describe = source.describe(object);
  if (describe === undefined) throw noAccess();
  const ownType = recordTypeId ?? defaultRecordTypeId(describe) ?? masterRecordTypeId;
  return types.flatMap((type) =>
    modes.map((mode) => objectLayout(source, describe, { type, mode, recordTypeId: ownType })),
  );
}

/** Records by id, read object by object; `extra` selects more of an object than the request names. */
function readByObject(
  source: RecordSource,
  ids: readonly string[],
  select: (object: string) => Selection,
): Map<string, RecordShown> {
  const shown = new Map<string, RecordShown>();
  for (const [object, some] of Map.groupBy(ids, (id) => objectOf(source, id))) {
    for (const [id, record] of readRecords(source, object, { ids: some, selection: select(object) })) {
      shown.set(id, record);
    }
  }
  return shown;
}

/** The fields and layouts that a request selects. Layouts are those of the record types of the records. */
function selectionFor(
  source: RecordSource,
  object: string,
  { wanted, ids }: { wanted: Wanted; ids: readonly string[] },
): Selection {
  const selection = emptySelection();
  selectNames(selection, object, { names: wanted.fields, need: 'required' });
  selectNames(selection, object, { names: wanted.optionalFields, need: 'optional' });
  const describe = source.describe(object);
  if (wanted.types.length === 0 || describe === undefined) return selection;
  const records = readRecords(source, object, { ids, selection: emptySelection() });
  for (const recordTypeId of new Set([...records.values()].map((record) => record.recordTypeId))) {
    for (const layout of layoutsOf(source, object, { ...wanted, recordTypeId })) {
      selectLayout(source, selection, { describe, layout });
    }
  }
  return selection;
}

function requireSelection({ fields, optionalFields, types }: Wanted): void {
  if (fields.length + optionalFields.length + types.length === 0) {
    throw new OrgError('INVALID_INPUT_COMBINATION', "Must provide either 'fields' or 'layoutTypes'.");
  }
}

/** One record with the selected fields. */
function readOne(source: RecordSource, id: string, wanted: Wanted): RecordShown {
  const object = objectOf(source, id);
  const selection = selectionFor(source, object, { wanted, ids: [id] });
  const record = readRecords(source, object, { ids: [id], selection }).get(id);
  if (record === undefined) throw notFound();
  return record;
}

/** The response to a write: the record with all fields of its page. */
export const readWritten = (source: RecordSource, id: string): RecordShown =>
  readOne(source, id, { fields: [], optionalFields: [], types: ['Full'], modes: ['View'] });

const readChildPage = ({ query }: ApiCall): ChildPage => ({
  pageSize: readNumber(query.get('pageSize'), { name: 'pageSize', preset: presetChildren, most: mostChildren }),
  place: readPlace(query.get('pageToken')),
});

function answerRecord(state: ServerState, call: ApiCall): Reply {
  const wanted = readWanted(call);
  const childNames = splitNames(call.query.get('childRelationships'));
  if (childNames.length === 0) requireSelection(wanted);
  const source = openSource(state, call);
  const record = readOne(source, readId(call.params['id'] ?? ''), wanted);
  if (childNames.length === 0) return json(record);
  const parent = requireObject(source, record.apiName);
  const recordId = record.id ?? '';
  const page = readChildPage(call);
  const children = [...readChildNames(parent.name, childNames)].map(
    ([relationship, paths]) =>
      [relationship, readChildren(source, parent, { recordId, relationship, paths, page })] as const,
  );
  return json({ ...record, childRelationships: Object.fromEntries(children) });
}

function answerChildren(state: ServerState, call: ApiCall): Reply {
  const source = openSource(state, call);
  const recordId = readId(call.params['id'] ?? '');
  const parent = requireObject(source, objectOf(source, recordId));
  const relationship = call.params['relationship'] ?? '';
  const paths = splitNames(call.query.get('fields')).map((name) => name.split('.').slice(1));
  if (paths.some((path) => path.length === 0)) throw illegalParameter('fields must be qualified with the object');
  const known = readRecords(source, parent.name, { ids: [recordId], selection: emptySelection() });
  if (!known.has(recordId)) throw notFound();
  return json(readChildren(source, parent, { recordId, relationship, paths, page: readChildPage(call) }));
}

function answerBatch(state: ServerState, call: ApiCall): Reply {
  const wanted = readWanted(call);
  requireSelection(wanted);
  const source = openSource(state, call);
  return batchReply(readIds(call.params['ids'] ?? '').map((id) => () => readOne(source, id, wanted)));
}

/** Objects of which a record's answer carries parts: its own and those of the records it leads to. */
export function objectsIn(record: RecordShown): string[] {
  const nested = Object.values(record.fields).flatMap(({ value }) => (isRecord(value) ? objectsIn(value) : []));
  return [record.apiName, ...nested];
}

const isRecord = (value: unknown): value is RecordShown =>
  typeof value === 'object' && value !== null && 'apiName' in value && 'fields' in value;

type LayoutTree = Record<string, Record<string, Record<string, Record<string, RecordLayout>>>>;

function answerRecordUi(state: ServerState, call: ApiCall): Reply {
  const asked = readWanted(call);
  const wanted: Wanted = { ...asked, types: asked.types.length === 0 ? ['Full'] : asked.types };
  const source = openSource(state, call);
  const ids = readIds(call.params['ids'] ?? '');
  const records = readByObject(source, ids, (object) => selectionFor(source, object, { wanted, ids }));
  for (const id of ids) if (!records.has(id)) throw notFound();
  const layouts: LayoutTree = {};
  const layoutUserStates: Record<string, unknown> = {};
  for (const { apiName, recordTypeId } of records.values()) {
    for (const layout of layoutsOf(source, apiName, { ...wanted, recordTypeId })) {
      const byType = (layouts[apiName] ??= {});
      const byLayout = (byType[layout.recordTypeId] ??= {});
      (byLayout[layout.layoutType] ??= {})[layout.mode] = layout;
      layoutUserStates[layout.id] = {
        id: layout.id,
        sectionUserStates: Object.fromEntries(layout.sections.map(({ id }) => [id, { collapsed: false, id }])),
      };
    }
  }
  const objectInfos = showObjects(source, [...records.values()].flatMap(objectsIn));
  return json({ layoutUserStates, layouts, objectInfos, records: Object.fromEntries(records) });
}

/** Single and multiple records, and everything needed to render their page. */
export const uiReadRoutes: SyncRoute[] = [
  { method: 'GET', pattern: '/ui-api/records/batch/:ids', handle: answerBatch },
  { method: 'GET', pattern: '/ui-api/records/:id', handle: answerRecord },
  { method: 'GET', pattern: '/ui-api/records/:id/child-relationships/:relationship', handle: answerChildren },
  { method: 'GET', pattern: '/ui-api/record-ui/:ids', handle: answerRecordUi },
];
