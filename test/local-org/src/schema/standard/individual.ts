import * as field from '../field-kinds.ts';
import { defineObject } from '../object-definition.ts';
import { personNameFields } from './person-fields.ts';

const choice = { permissionable: true } as const;

/** A person's privacy choices, shared by the leads and contacts that are this person. */
export const individual = defineObject({
  name: 'Individual',
  label: 'Individual',
  keyPrefix: '0PK',
  fields: [
    field.idField('Individual ID'),
    field.ownerField(),
    field.isDeletedField(),
    ...personNameFields(),
    ...field.auditFields(),
    ...field.viewedFields(),
    field.checkbox('HasOptedOutTracking', "Don't Track", choice),
    field.checkbox('HasOptedOutProfiling', "Don't Profile", choice),
    field.checkbox('HasOptedOutProcessing', "Don't Process", choice),
    field.checkbox('HasOptedOutSolicit', "Don't Market", choice),
    field.checkbox('ShouldForget', 'Forget this Individual', choice),
    field.checkbox('SendIndividualData', 'Export Individual\u2019s Data', choice),
    field.checkbox('CanStorePiiElsewhere', 'OK to Store PII Elsewhere', choice),
    field.checkbox('HasOptedOutGeoTracking', 'Block Geolocation Tracking', choice),
    field.date('BirthDate', 'Birth Date'),
    field.picklist('IndividualsAge', "Individual's Age", ['13 or Older', '16 or Older'], { length: 40 }),
    field.reference('MasterRecordId', 'Master Record ID', ['Individual'], { access: 'none' }),
  ],
});
