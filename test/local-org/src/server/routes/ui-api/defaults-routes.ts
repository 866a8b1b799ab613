import { emptySelection, selectNames, splitNames } from '../../../ui-api/field-selection.ts';
import type { Selection } from '../../../ui-api/field-selection.ts';
import { requireObject, showObjects } from '../../../ui-api/object-info.ts';
import { objectLayout, selectLayout } from '../../../ui-api/object-layouts.ts';
import { requireRecordType } from '../../../ui-api/picklist-values.ts';
import { copiedFields, defaultFields, draftRecord } from '../../../ui-api/record-defaults.ts';
import { readRecords } from '../../../ui-api/read-records.ts';
import type { RecordShown } from '../../../ui-api/read-records.ts';
import { layoutFields } from '../../../ui-api/record-layout.ts';
import { defaultRecordTypeId, masterRecordTypeId } from '../../../ui-api/record-type.ts';
import { notFound } from '../../../ui-api/ui-api-error.ts';
import type { ApiCall } from '../../api-call.ts';
import { json } from '../../reply.ts';
import type { Reply } from '../../reply.ts';
import type { ServerState } from '../../server-state.ts';
import type { SyncRoute } from '../../sync-route.ts';
import { objectOf, objectsIn } from './read-routes.ts';
import { readId } from './request-parameters.ts';
import { openSource } from './ui-api-source.ts';

/** Names of the object's own fields among those that a request adds. */
const addedNames = (object: string, { query }: ApiCall): string[] =>
  splitNames(query.get('optionalFields'))
    .map((name) => name.split('.'))
    .filter(([qualifier = '', , ...deeper]) => qualifier.toLowerCase() === object.toLowerCase() && deeper.length === 0)
    .flatMap(([, name]) => name ?? []);

function openNew(state: ServerState, call: ApiCall) {
  const source = openSource(state, call);
  const describe = requireObject(source, call.params['object'] ?? '');
  const given = call.query.get('recordTypeId');
  const isGiven = given !== null && given !== '';
  return {
    source,
    describe,
    recordTypeId: isGiven ? requireRecordType(describe, given) : defaultRecordTypeId(describe),
  };
}

function answerCreate(state: ServerState, call: ApiCall): Reply {
  const { source, describe, recordTypeId } = openNew(state, call);
  const layout = objectLayout(source, describe, {
    type: 'Full',
    mode: 'Create',
    recordTypeId: recordTypeId ?? masterRecordTypeId,
  });
  const names = new Set([...layoutFields(layout), ...addedNames(describe.name, call)]);
  const fields = defaultFields(source, { describe, recordTypeId }, names);
  const record = draftRecord(describe, { fields, recordTypeId });
  return json({ layout, objectInfos: showObjects(source, objectsIn(record)), record });
}

function answerCreateTemplate(state: ServerState, call: ApiCall): Reply {
  const { source, describe, recordTypeId } = openNew(state, call);
  const fields = defaultFields(source, { describe, recordTypeId }, addedNames(describe.name, call));
  const objectInfos = showObjects(source, [describe.name]);
  return json({ objectInfos, record: { apiName: describe.name, fields, recordTypeId } });
}

/** The record that is to be copied, with what the selection names. */
function openOriginal(state: ServerState, call: ApiCall, select: (selection: Selection, opened: Opened) => void) {
  const source = openSource(state, call);
  const id = readId(call.params['id'] ?? '');
  const describe = requireObject(source, objectOf(source, id));
  const known = readRecords(source, describe.name, { ids: [id], selection: emptySelection() }).get(id);
  if (known === undefined) throw notFound();
  const given = call.query.get('recordTypeId');
  const isGiven = given !== null && given !== '';
  const recordTypeId = isGiven ? requireRecordType(describe, given) : known.recordTypeId;
  const opened = { source, describe, recordTypeId };
  const selection = emptySelection();
  select(selection, opened);
  const original = readRecords(source, describe.name, { ids: [id], selection }).get(id);
  if (original === undefined) throw notFound();
  return { ...opened, original };
}

type Opened = ReturnType<typeof openNew>;

const cloneLayout = ({ source, describe, recordTypeId }: Opened) =>
  objectLayout(source, describe, { type: 'Full', mode: 'Edit', recordTypeId: recordTypeId ?? masterRecordTypeId });

const selectAdded = (selection: Selection, object: string, { query }: ApiCall): void => {
  selectNames(selection, object, { names: splitNames(query.get('optionalFields')), need: 'optional' });
};

function answerClone(state: ServerState, call: ApiCall): Reply {
  const opened = openOriginal(state, call, (selection, { source, describe, recordTypeId }) => {
    selectLayout(source, selection, { describe, layout: cloneLayout({ source, describe, recordTypeId }) });
    selectAdded(selection, describe.name, call);
  });
  const { source, describe, recordTypeId, original } = opened;
  const layout = cloneLayout(opened);
  const names = new Set([...layoutFields(layout), ...addedNames(describe.name, call)]);
  const fields = copiedFields(source, describe, { names, original });
  const record = draftRecord(describe, { fields, recordTypeId });
  return json({ layout, objectInfos: showObjects(source, objectsIn(record)), record });
}

function answerCloneTemplate(state: ServerState, call: ApiCall): Reply {
  const { source, describe, recordTypeId, original } = openOriginal(state, call, (selection, opened) => {
    selectAdded(selection, opened.describe.name, call);
  });
  const names = addedNames(describe.name, call);
  const fields: RecordShown['fields'] = {
    ...copiedFields(source, describe, { names, original }),
    CloneSourceId: { displayValue: null, value: original.id },
  };
  const record = { apiName: describe.name, cloneSourceId: original.id, fields, recordTypeId };
  return json({ objectInfos: showObjects(source, [describe.name]), record });
}

/** What a new record starts with: an empty one, or the copy of another. */
export const uiDefaultsRoutes: SyncRoute[] = [
  { method: 'GET', pattern: '/ui-api/record-defaults/create/:object', handle: answerCreate },
  { method: 'GET', pattern: '/ui-api/record-defaults/clone/:id', handle: answerClone },
  { method: 'GET', pattern: '/ui-api/record-defaults/template/create/:object', handle: answerCreateTemplate },
  { method: 'GET', pattern: '/ui-api/record-defaults/template/clone/:id', handle: answerCloneTemplate },
];
