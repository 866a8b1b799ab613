import { dataFault } from './flow-fault.ts';
import type { FlowAccess, FlowHost } from './flow-host.ts';
import { Interview } from './interview.ts';
import type { FlowModel, LookupElement } from './model.ts';
import { toRecord } from './data-elements.ts';
import { lookupQuery, objectNamed } from './record-filter.ts';
import type { FlowRecord } from './values.ts';
import { OrgError } from '../org-error.ts';

/** The records that a scheduled flow runs for. Throws `FlowFault` where they cannot be read. */
export function scheduledRecords(host: FlowHost, flow: FlowModel, access: FlowAccess): FlowRecord[] {
  const interview = new Interview({ flow, host, access });
  const { object = '', logic, filters } = flow.start;
  const element: LookupElement = {
    kind: 'lookup',
    ...{ name: 'start', label: 'Start', next: undefined, fault: undefined },
    ...{ object, logic, filters },
    firstOnly: false,
    sortField: undefined,
    sortOrder: 'Asc',
    limit: undefined,
    fields: [],
    storesAutomatically: true,
    output: undefined,
    outputFields: [],
    emptiesWithoutRecord: false,
  };
  try {
    const described = objectNamed(interview, object);
    return host.query(lookupQuery(interview, element), access).map((row) => toRecord(described, row));
  } catch (error) {
    if (error instanceof OrgError) throw dataFault('query', { statusCode: error.code, message: error.message });
    throw error;
  }
}
