import { splitNames } from '../../../ui-api/field-selection.ts';
import { nameFieldsOf } from '../../../ui-api/field-info.ts';
import { requireObject, showObject } from '../../../ui-api/object-info.ts';
import { objectLayout } from '../../../ui-api/object-layouts.ts';
import { requirePicklist, requireRecordType, showPicklist, showPicklists } from '../../../ui-api/picklist-values.ts';
import { defaultRecordTypeId, masterRecordTypeId } from '../../../ui-api/record-type.ts';
import type { ApiCall } from '../../api-call.ts';
import { json } from '../../reply.ts';
import type { Reply } from '../../reply.ts';
import type { ServerState } from '../../server-state.ts';
import type { SyncRoute } from '../../sync-route.ts';
import { batchReply } from './batch-reply.ts';
import { readLayoutTypes, readModes } from './request-parameters.ts';
import { openSource } from './ui-api-source.ts';

function answerDirectory(state: ServerState, call: ApiCall): Reply {
  const { root } = openSource(state, call);
  const entries = state.org
    .describeGlobal(call.userId)
    .filter(({ layoutable }) => layoutable)
    .map(({ name, keyPrefix, label, labelPlural, fields }) => [
      name,
      {
        apiName: name,
        keyPrefix,
        label,
        labelPlural,
        nameFields: nameFieldsOf(fields),
        objectInfoUrl: `${root}/object-info/${name}`,
      },
    ]);
  return json({ objects: Object.fromEntries(entries) });
}

function answerObject(state: ServerState, call: ApiCall): Reply {
  const source = openSource(state, call);
  return json(showObject(source, requireObject(source, call.params['object'] ?? '')));
}

function answerObjects(state: ServerState, call: ApiCall): Reply {
  const source = openSource(state, call);
  const names = splitNames(call.params['objects'] ?? '');
  return batchReply(names.map((name) => () => showObject(source, requireObject(source, name))));
}

function answerPicklists(state: ServerState, call: ApiCall): Reply {
  const source = openSource(state, call);
  const describe = requireObject(source, call.params['object'] ?? '');
  const recordTypeId = requireRecordType(describe, call.params['recordTypeId'] ?? '');
  const name = call.params['field'];
  if (name === undefined) return json(showPicklists(source, describe, recordTypeId));
  return json(showPicklist(source, describe, { field: requirePicklist(describe, name), recordTypeId }));
}

function answerLayout(state: ServerState, call: ApiCall): Reply {
  const source = openSource(state, call);
  const describe = requireObject(source, call.params['object'] ?? '');
  const given = call.query.get('recordTypeId');
  const recordTypeId =
    given === null || given === ''
      ? (defaultRecordTypeId(describe) ?? masterRecordTypeId)
      : requireRecordType(describe, given);
  const type = readLayoutTypes(call.query.get('layoutType'))[0] ?? 'Full';
  const mode = readModes(call.query.get('mode'))[0] ?? 'View';
  return json(objectLayout(source, describe, { type, mode, recordTypeId }));
}

const picklistValues = '/ui-api/object-info/:object/picklist-values/:recordTypeId';

/** What objects are, their picklists by record type, their layouts. */
export const uiObjectRoutes: SyncRoute[] = [
  { method: 'GET', pattern: '/ui-api/object-info', handle: answerDirectory },
  { method: 'GET', pattern: '/ui-api/object-info/batch/:objects', handle: answerObjects },
  { method: 'GET', pattern: '/ui-api/object-info/:object', handle: answerObject },
  { method: 'GET', pattern: picklistValues, handle: answerPicklists },
  { method: 'GET', pattern: `${picklistValues}/:field`, handle: answerPicklists },
  { method: 'GET', pattern: '/ui-api/layout/:object', handle: answerLayout },
];
