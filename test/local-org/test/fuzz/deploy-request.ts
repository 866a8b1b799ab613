import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { samplePackage } from '../sample-package.ts';
import type { FuzzedRequest } from './fuzzed-request.ts';

/** The XML of the sample package, by the name of its root element. */
function readMetadata(): Map<string, string[]> {
  const files = readdirSync(samplePackage, { recursive: true, encoding: 'utf8' });
  const texts = files
    .filter((file) => file.endsWith('-meta.xml'))
    .map((file) => readFileSync(join(samplePackage, file), 'utf8'));
  return Map.groupBy(texts, (text) => /<(\w+) xmlns/.exec(text)?.[1] ?? '');
}

const metadata = readMetadata();
const oneOf = (...values: string[]): Arbitrary<string> => fc.constantFrom(...values);

const withoutRoot = (xml: string): string =>
  xml
    .replace(/<\?xml[^>]*>\s*/, '')
    .replace(/<CustomField[^>]*>/, '<fields>')
    .replace('</CustomField>', '</fields>');

/** An object with some fields of the sample package, in metadata format. */
const objectXml = fc
  .uniqueArray(oneOf(...(metadata.get('CustomField') ?? [])), { minLength: 1, maxLength: 4 })
  .map(
    (fields) =>
      `<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">${fields.map(withoutRoot).join('')}</CustomObject>`,
  );

const pieces = [
  ...['', '<', '</', '&', '&amp;', '<x/>', ']]>', '<!--', '<?', 'true', '0', '-1', '99999999999999999999'],
  ...['Text', 'Formula', 'Lookup', 'MasterDetail', 'Summary', 'Picklist', 'Lead', '__c', 'Nope__c', '$User.Id'],
];

/** Metadata with the content of elements exchanged, or a piece of it broken. */
const damaged = (xml: Arbitrary<string>): Arbitrary<string> => {
  const edit = fc.record({
    at: fc.nat(),
    length: fc.nat({ max: 30 }),
    piece: fc.oneof(oneOf(...pieces), fc.string({ maxLength: 5 })),
    isContent: fc.boolean(),
  });
  return fc.tuple(xml, fc.array(edit, { maxLength: 3 })).map(([text, edits]) =>
    edits.reduce((before, { at, length, piece, isContent }) => {
      const contents = [...before.matchAll(/>([^<]*)</g)];
      const content = isContent ? contents[at % Math.max(1, contents.length)] : undefined;
      const start = content === undefined ? at % (before.length + 1) : content.index + 1;
      return before.slice(0, start) + piece + before.slice(start + (content?.[1]?.length ?? length));
    }, text),
  );
};

const otherPaths = [
  ...['profiles/Admin.profile', 'customMetadata/Set.A.md', 'layouts/Lead-X.layout', 'quickActions/Lead.Q.quickAction'],
  ...['flows/F.flow', 'classes/C.cls-meta.xml', 'lwc/x/x.js', 'labels/CustomLabels.labels', 'odd/thing.odd', '../x'],
  ...['globalValueSets/G.globalValueSet', 'standardValueSets/LeadSource.standardValueSet', 'destructiveChanges.xml'],
  ...['package.xml', 'customPermissions/C.customPermission', 'tabs/T.tab', 'reports/R.report'],
];

const file = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(oneOf('objects/Lead.object', 'objects/New__c.object'), fc.oneof(objectXml, damaged(objectXml))),
  },
  { weight: 1, arbitrary: fc.tuple(oneOf('objects/Evt__e.object', 'objects/Set__mdt.object'), damaged(objectXml)) },
  {
    weight: 2,
    arbitrary: fc.tuple(
      oneOf('permissionsets/P.permissionset'),
      damaged(oneOf(...(metadata.get('PermissionSet') ?? []))),
    ),
  },
  { weight: 2, arbitrary: fc.tuple(oneOf(...otherPaths), damaged(oneOf(...[...metadata.values()].flat()))) },
);

const packageXml =
  '<Package xmlns="http://soap.sforce.com/2006/04/metadata"><types><members>*</members><name>CustomObject</name></types>' +
  '<version>65.0</version></Package>';

function multipart(zip: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="deploy.zip"\r\n\r\n';
  return new Uint8Array(Buffer.concat([Buffer.from(head), zip, Buffer.from('\r\n--b--')]));
}

/** Deploys of metadata that is right, nearly right or broken; some in a zip that is cut off. */
export const deployRequest: Arbitrary<FuzzedRequest> = fc
  .record({
    files: fc.array(file, { minLength: 1, maxLength: 3 }),
    cut: fc.oneof({ weight: 15, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 200 }) }),
  })
  .map(({ files, cut }) => {
    const contents = Object.fromEntries(files.map(([path, xml]) => [path, strToU8(xml)]));
    const zip = zipSync({ 'package.xml': strToU8(packageXml), ...contents });
    return {
      method: 'POST',
      path: '/services/data/v65.0/metadata/deployRequest',
      headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
      body: multipart(zip.subarray(0, zip.length - cut)),
    };
  });
