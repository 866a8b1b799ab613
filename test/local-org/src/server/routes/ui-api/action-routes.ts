import { eTagOf } from '../../../ui-api/e-tag.ts';
import { emptySelection, splitNames } from '../../../ui-api/field-selection.ts';
import { requireObject } from '../../../ui-api/object-info.ts';
import { recordActions, showActions } from '../../../ui-api/record-actions.ts';
import { readRecords } from '../../../ui-api/read-records.ts';
import { masterRecordTypeId } from '../../../ui-api/record-type.ts';
import { notFound } from '../../../ui-api/ui-api-error.ts';
import type { ApiCall } from '../../api-call.ts';
import { json } from '../../reply.ts';
import type { Reply } from '../../reply.ts';
import type { ServerState } from '../../server-state.ts';
import type { SyncRoute } from '../../sync-route.ts';
import { objectOf } from './read-routes.ts';
import { readId } from './request-parameters.ts';
import { openSource } from './ui-api-source.ts';

function answerActions(state: ServerState, call: ApiCall): Reply {
  const source = openSource(state, call);
  const types = splitNames(call.query.get('actionTypes'));
  const names = splitNames(call.query.get('apiNames'));
  const actions = splitNames(call.params['ids'] ?? '').map((given) => {
    const id = readId(given);
    const describe = requireObject(source, objectOf(source, id));
    const record = readRecords(source, describe.name, { ids: [id], selection: emptySelection() }).get(id);
    if (record === undefined) throw notFound();
    const recordTypeId = record.recordTypeId ?? masterRecordTypeId;
    const request = { recordId: id, recordTypeId, organizationId: state.org.id };
    const shown = recordActions(source, describe, request).filter(
      ({ type, apiName }) =>
        (types.length === 0 || types.includes(type)) && (names.length === 0 || names.includes(apiName)),
    );
    return [id, showActions(shown, `${source.root}/actions/record/${id}`)] as const;
  });
  const content = { actions: Object.fromEntries(actions), url: `${call.root}${call.path}` };
  return json({ ...content, eTag: eTagOf(content) });
}

/** What can be done with records from their pages. */
export const uiActionRoutes: SyncRoute[] = [
  { method: 'GET', pattern: '/ui-api/actions/record/:ids', handle: answerActions },
];
