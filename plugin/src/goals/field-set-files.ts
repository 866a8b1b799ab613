import type { ScoredObject } from '@plumbline/contract';
import { SfError } from '@salesforce/core';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

type FieldSet = { object: ScoredObject; name: string; label: string };

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
const xml = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);

const file = (type: string, elements: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">\n${elements}</${type}>\n`;

const bands = ['High', 'Medium', 'Low', 'Not scored'];
const bandValue = (band: string): string => `            <value>
                <fullName>${band}</fullName>
                <default>false</default>
                <label>${band}</label>
            </value>
`;

const number = `    <precision>3</precision>
    <required>false</required>
    <scale>0</scale>
    <trackHistory>false</trackHistory>
    <type>Number</type>
`;

const text = (length: number): string => `    <externalId>false</externalId>
    <length>${length}</length>
    <required>false</required>
    <trackHistory>false</trackHistory>
    <type>Text</type>
    <unique>false</unique>
`;

/** The fields of a set: suffix of the name, suffix of the label, description, and type. */
const parts: [suffix: string, labelSuffix: string, describe: (noun: string) => string, type: string][] = [
  [
    '',
    '',
    (noun) => `How likely this ${noun} is to reach the score goal: 1 to 100, and 0 for one that is not scored.`,
    number,
  ],
  [
    '_Band',
    ' Band',
    () => 'The score as a word; where the bands begin is a setting of the score goal.',
    `    <required>false</required>
    <trackHistory>false</trackHistory>
    <type>Picklist</type>
    <valueSet>
        <restricted>true</restricted>
        <valueSetDefinition>
            <sorted>false</sorted>
${bands.map(bandValue).join('')}        </valueSetDefinition>
    </valueSet>
`,
  ],
  [
    '_Percentile',
    ' Percentile',
    (noun) => `The rank of this ${noun} among the open records of the last complete scoring run: 1 to 100.`,
    number,
  ],
  [
    '_Scored_At',
    ' Scored At',
    (noun) => `When the score of this ${noun} was last computed.`,
    '    <required>false</required>\n    <trackHistory>false</trackHistory>\n    <type>DateTime</type>\n',
  ],
  [
    '_Factors',
    ' Factors',
    (noun) =>
      `Why this ${noun} has its score, as JSON for the integration user alone. Pages show each user the reasons whose fields the user may read.`,
    '    <length>32768</length>\n    <trackHistory>false</trackHistory>\n    <type>LongTextArea</type>\n    <visibleLines>3</visibleLines>\n',
  ],
  [
    '_Probability',
    ' Probability',
    (noun) => `How likely this ${noun} is to reach the score goal within its timeframe.`,
    '    <precision>5</precision>\n    <required>false</required>\n    <scale>2</scale>\n    <trackHistory>false</trackHistory>\n    <type>Percent</type>\n',
  ],
  [
    '_Change',
    ' Change',
    (noun) => `By how many points the score of this ${noun} differs from the one of seven days before.`,
    number,
  ],
  [
    '_Reason',
    ' Reason',
    (noun) => `The strongest reason for the score of this ${noun} that every reader may see, without values.`,
    text(255),
  ],
  [
    '_Grade',
    ' Grade',
    (noun) => `Fit and engagement of this ${noun}: A to D by what it is, 1 to 4 by what happened.`,
    text(2),
  ],
  [
    '_Band_Since',
    ' Band Since',
    (noun) => `Since when this ${noun} has been in its band.`,
    '    <required>false</required>\n    <trackHistory>false</trackHistory>\n    <type>DateTime</type>\n',
  ],
];

/** Metadata elements are sorted by name, as in retrieved source. */
function fieldFile(
  { object, name, label }: FieldSet,
  [suffix, labelSuffix, describe, type]: (typeof parts)[number],
): string {
  const [external = '', length = '', rest = type] =
    /^( {4}<externalId>.*\n)?( {4}<length>.*\n)?([\s\S]*)$/.exec(type)?.slice(1) ?? [];
  return file(
    'CustomField',
    `    <fullName>${name}${suffix}__c</fullName>
    <description>${describe(object.toLowerCase())} Written by the scoring service.</description>
${external}    <label>${xml(label + labelSuffix)}</label>
${length}${rest}`,
  );
}

/**
 * A permission set that lets users read the fields, or the integration user write them. Users read no factors: Apex passes
 * on those that a user may know of.
 */
function permissionSetFile({ object, name, label }: FieldSet, isWriting: boolean): string {
  const fields = parts
    .filter(([suffix]) => isWriting || suffix !== '_Factors')
    .map(([suffix]) => `${name}${suffix}__c`)
    .toSorted();
  const permissions = fields.map(
    (field) => `    <fieldPermissions>
        <editable>${isWriting}</editable>
        <field>${object}.${field}</field>
        <readable>true</readable>
    </fieldPermissions>
`,
  );
  const title = `${label} ${isWriting ? 'Writing' : 'Reading'}`;
  const description = isWriting ? 'Lets the integration user write the score.' : 'Lets users see the score.';
  return file(
    'PermissionSet',
    `    <description>${description}</description>\n${permissions.join('')}    <hasActivationRequired>false</hasActivationRequired>\n    <label>${xml(title.slice(0, 80))}</label>\n`,
  );
}

/** As the packaged rule: the platform itself refuses a score that is older than the one of the record. */
function ruleFile({ name }: FieldSet): string {
  const time = `${name}_Scored_At__c`;
  return file(
    'ValidationRule',
    `    <fullName>${name}_Keeps_Newest</fullName>
    <active>true</active>
    <description>A scoring run never overwrites a score that was computed later. Concerns the integration user alone.</description>
    <errorConditionFormula>AND(
    $Permission.Write_Predictive_Scores,
    NOT(ISBLANK(${time})),
    NOT(ISBLANK(PRIORVALUE(${time}))),
    ${time} &lt; PRIORVALUE(${time})
)</errorConditionFormula>
    <errorDisplayField>${time}</errorDisplayField>
    <errorMessage>The record has a newer predictive score.</errorMessage>
`,
  );
}

const flowTemplate = new URL('../../templates/Take_Score_Of_Closed_Lead.flow-meta.xml', import.meta.url);

/** The packaged flow for these fields: a lead that leaves the qualified statuses loses its score in the same save. */
async function flowFile({ name, label }: FieldSet): Promise<string> {
  const title = 'Take Score Of Closed Lead';
  const packaged = await readFile(flowTemplate, 'utf8');
  return packaged.replaceAll('Predictive_Score', name).replaceAll(title, `${xml(label)}: ${title}`);
}

/**
 * Writes ten fields, a validation rule, two permission sets and, for leads, a flow. Existing files are replaced only if
 * `isOverwriting`.
 */
export async function writeFieldSet(
  folder: string,
  { isOverwriting, ...set }: FieldSet & { isOverwriting: boolean },
): Promise<string[]> {
  const fields = parts.map((part): [string, string] => [
    join(folder, 'objects', set.object, 'fields', `${set.name}${part[0]}__c.field-meta.xml`),
    fieldFile(set, part),
  ]);
  const permissionSets = [true, false].map((isWriting): [string, string] => [
    join(folder, 'permissionsets', `${set.name}_${isWriting ? 'Writing' : 'Reading'}.permissionset-meta.xml`),
    permissionSetFile(set, isWriting),
  ]);
  const rule: [string, string] = [
    join(folder, 'objects', set.object, 'validationRules', `${set.name}_Keeps_Newest.validationRule-meta.xml`),
    ruleFile(set),
  ];
  const flow: [string, string] = [
    join(folder, 'flows', `${set.name}_Take_Score_Of_Closed_Lead.flow-meta.xml`),
    await flowFile(set),
  ];
  const files = [...fields, rule, ...permissionSets, ...(set.object === 'Lead' ? [flow] : [])];
  if (!isOverwriting) await Promise.all(files.map(([path]) => requireAbsent(path)));
  for (const [path, text] of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  return files.map(([path]) => path);
}

async function requireAbsent(path: string): Promise<void> {
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (!exists) return;
  throw new SfError(`The file ${path} already exists.`, 'FileExistsError', [
    'Use another name: --name.',
    'To overwrite the file, use --overwrite.',
  ]);
}
