import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { metadataOperations } from '../../src/server/soap/metadata.ts';
import { partnerOperations } from '../../src/server/soap/partner.ts';
import { zipPackage } from '../server/test-package.ts';
import type { FuzzedRequest, Known } from './fuzzed-request.ts';

const oneOf = (...values: string[]): Arbitrary<string> => fc.constantFrom(...values);
const element = (name: string, content: string): string => `<${name}>${content}</${name}>`;

/** Elements of SOAP messages; an operation need not support all of them. */
function parts({ leadId, accountId }: Known): Arbitrary<string> {
  const id = oneOf(leadId, accountId, leadId.slice(0, 15), '00Q000000000000AAA', 'x', '');
  const sObject = fc
    .tuple(
      oneOf('Lead', 'Account', 'Task', 'Nothing__c', ''),
      fc.array(
        fc.tuple(
          oneOf('Id', 'LastName', 'Company', 'Name', 'Status', 'AnnualRevenue', 'OwnerId', 'fieldsToNull', 'Nope__c'),
          fc.oneof(id, oneOf('L', 'C', '12', 'true', '2026-01-01', '&lt;', '<a/>')),
        ),
        { maxLength: 4 },
      ),
    )
    .map(([type, fields]) =>
      element('sObjects', element('type', type) + fields.map(([name, value]) => element(name, value)).join('')),
    );
  const conversion = fc
    .tuple(id, oneOf('Closed - Converted', 'Open', ''), id)
    .map(([lead, status, account]) =>
      element(
        'leadConverts',
        element('leadId', lead) + element('convertedStatus', status) + element('accountId', account),
      ),
    );
  const zip = fc.constantFrom(zipPackage().toString('base64'), 'UEsDBAo=', '@@@', '');
  return fc.oneof(
    sObject,
    conversion,
    id.map((one) => element('ids', one)),
    id.map((one) => element('id', one)),
    id.map((one) => element('asyncProcessId', one)),
    oneOf('Id', 'Email', 'Nope__c').map((one) => element('externalIDFieldName', one)),
    zip.map((one) => element('ZipFile', one) + element('DeployOptions', element('checkOnly', 'true'))),
    oneOf('CustomObject', 'PermissionSet', 'Nope', '').map((one) => element('queries', element('type', one))),
    oneOf('CustomObject', 'Profile', 'Nope').map((one) =>
      element(
        'retrieveRequest',
        element('apiVersion', '65.0') +
          element('unpackaged', element('types', element('name', one) + element('members', '*'))),
      ),
    ),
    oneOf('admin@local.org', 'nobody', '').map((one) => element('username', one) + element('password', 'x')),
  );
}

/** SOAP calls of every operation, most of them in a session, some broken off. */
export function soapRequest(known: Known, sessionId: string): Arbitrary<FuzzedRequest> {
  const partner = Object.keys(partnerOperations).map((operation) => ({ operation, api: 'u' }));
  const metadata = Object.keys(metadataOperations).map((operation) => ({ operation, api: 'm' }));
  const others = ['login', 'nothing', 'toString'].map((operation) => ({ operation, api: 'u' }));
  return fc
    .record({
      call: fc.constantFrom(...partner, ...metadata, ...others),
      content: fc.array(parts(known), { maxLength: 3 }).map((all) => all.join('')),
      session: fc.oneof({ weight: 9, arbitrary: fc.constant(sessionId) }, { weight: 1, arbitrary: oneOf('', 'x') }),
      length: fc.oneof({ weight: 9, arbitrary: fc.constant(Infinity) }, { weight: 1, arbitrary: fc.nat({ max: 600 }) }),
    })
    .map(({ call, content, session, length }) => {
      const header = element('e:Header', element('SessionHeader', element('sessionId', session)));
      const body = element('e:Body', element(call.operation, content));
      const space = 'xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"';
      return {
        method: 'POST',
        path: `/services/Soap/${call.api}/65.0`,
        headers: { 'Content-Type': 'text/xml', SOAPAction: '""' },
        body: `<e:Envelope ${space}>${header}${body}</e:Envelope>`.slice(0, length),
      };
    });
}
