import assert from 'node:assert/strict';
import { FlowRuntime } from '../../src/flow/flow-runtime.ts';
import type { FlowRuntimeOptions } from '../../src/flow/flow-runtime.ts';
import { metadata, openedOrg, projectObject, textField } from '../engine/opened-org.ts';
import type { OpenedOrg } from '../engine/opened-org.ts';

/** An org with a flow runtime, and projects with fields of several types that all may edit. */
export type FlowOrg = OpenedOrg & {
  flows: FlowRuntime;
  /** Deploys flows, by name; all must be sound. */
  deployFlows: (flows: Record<string, string>) => void;
  /** The problem of a flow that is refused. */
  problemOf: (xml: string) => string | undefined;
};

const fields = [
  textField('Note__c'),
  textField('Other__c'),
  '<fields><fullName>Size__c</fullName><label>Size</label><type>Number</type><precision>9</precision><scale>2</scale></fields>',
  '<fields><fullName>Day__c</fullName><label>Day</label><type>Date</type></fields>',
  '<fields><fullName>Start__c</fullName><label>Start</label><type>DateTime</type></fields>',
  '<fields><fullName>Done__c</fullName><label>Done</label><type>Checkbox</type><defaultValue>false</defaultValue></fields>',
  '<fields><fullName>Parent__c</fullName><label>Parent</label><type>Lookup</type><referenceTo>Project__c</referenceTo><relationshipName>Children</relationshipName></fields>',
  '<fields><fullName>Double__c</fullName><label>Double</label><type>Number</type><precision>9</precision><scale>2</scale><formula>Size__c * 2</formula></fields>',
  '<validationRules><fullName>Forbidden</fullName><active>true</active><errorConditionFormula>Note__c = "forbidden"</errorConditionFormula><errorMessage>Not this note</errorMessage></validationRules>',
];

const editable = ['Note__c', 'Other__c', 'Size__c', 'Day__c', 'Start__c', 'Done__c', 'Parent__c'];

export function flowOrg(options: FlowRuntimeOptions = {}): FlowOrg {
  const opened = openedOrg();
  const permission = (field: string, isEditable: boolean): string =>
    `<fieldPermissions><field>Project__c.${field}</field><readable>true</readable><editable>${isEditable}</editable></fieldPermissions>`;
  const outcome = opened.deploy({
    'objects/Project__c.object': projectObject(fields.join('')),
    'objects/Order__e.object': metadata(
      'CustomObject',
      `<label>Order</label><pluralLabel>Orders</pluralLabel><deploymentStatus>Deployed</deploymentStatus><eventType>HighVolume</eventType><publishBehavior>PublishAfterCommit</publishBehavior>${textField('Code__c')}`,
    ),
    'labels/CustomLabels.labels': metadata(
      'CustomLabels',
      '<labels><fullName>Greeting</fullName><language>en_US</language><protected>false</protected><shortDescription>Greeting</shortDescription><value>Good day</value></labels>',
    ),
    'permissionsets/Edit.permissionset': metadata(
      'PermissionSet',
      `<label>Edit</label>${editable.map((field) => permission(field, true)).join('')}${permission('Double__c', false)}<objectPermissions><object>Project__c</object><allowCreate>true</allowCreate><allowRead>true</allowRead><allowEdit>true</allowEdit><allowDelete>true</allowDelete><viewAllRecords>false</viewAllRecords><modifyAllRecords>false</modifyAllRecords></objectPermissions>`,
    ),
  });
  assertSound(outcome.messages);
  opened.org.assignPermissionSet(opened.admin, 'Edit');
  const flows = new FlowRuntime(opened.org, options);
  const fileOf = (name: string): string => `flows/${name}.flow`;
  return {
    ...opened,
    flows,
    deployFlows: (given) => {
      const files = Object.entries(given).map(([name, xml]) => [fileOf(name), xml]);
      assertSound(opened.deploy(Object.fromEntries(files)).messages);
    },
    problemOf: (xml) => opened.deploy({ [fileOf('Checked')]: xml }).messages.find(({ success }) => !success)?.problem,
  };
}

function assertSound(messages: readonly { success: boolean }[]): void {
  assert.deepEqual(
    messages.filter(({ success }) => !success),
    [],
  );
}

const kinds = { string: 'stringValue', number: 'numberValue', boolean: 'booleanValue' } as const;

/** A reference as a value. */
export const ref = (name: string): { ref: string } => ({ ref: name });

export type Given = string | number | boolean | { ref: string } | { date: string };

export function value(given: Given, name = 'value'): string {
  if (typeof given !== 'object') {
    const kind = kinds[typeof given as keyof typeof kinds];
    return `<${name}><${kind}>${String(given)}</${kind}></${name}>`;
  }
  const inner =
    'ref' in given ? `<elementReference>${given.ref}</elementReference>` : `<dateValue>${given.date}</dateValue>`;
  return `<${name}>${inner}</${name}>`;
}

export const connect = (target: string | undefined, name = 'connector'): string =>
  target === undefined ? '' : `<${name}><targetReference>${target}</targetReference></${name}>`;

/** An element of the canvas: its list, name, content, and where it leads. */
export const element = (list: string, name: string, content: string, next?: string): string =>
  `<${list}><name>${name}</name><label>${name.replaceAll('_', ' ')}</label>${connect(next)}${content}</${list}>`;

export const assign = (name: string, items: [string, string, Given][], next?: string): string =>
  element(
    'assignments',
    name,
    items
      .map(
        ([target, operator, given]) =>
          `<assignmentItems><assignToReference>${target}</assignToReference><operator>${operator}</operator>${value(given)}</assignmentItems>`,
      )
      .join(''),
    next,
  );

export const condition = (left: string, operator: string, right: Given): string =>
  `<conditions><leftValueReference>${left}</leftValueReference><operator>${operator}</operator>${value(right, 'rightValue')}</conditions>`;

/** A decision with one outcome. */
export const decide = (
  name: string,
  { when, logic = 'and', then, otherwise }: { when: string; logic?: string; then?: string; otherwise?: string },
): string =>
  element(
    'decisions',
    name,
    `${connect(otherwise, 'defaultConnector')}<defaultConnectorLabel>Otherwise</defaultConnectorLabel><rules><name>${name}_Yes</name><conditionLogic>${logic}</conditionLogic>${when}${connect(then)}<label>Yes</label></rules>`,
  );

export const filter = (field: string, operator: string, given: Given): string =>
  `<filters><field>${field}</field><operator>${operator}</operator>${value(given)}</filters>`;

export const inputs = (values: Record<string, Given>, list = 'inputAssignments', name = 'field'): string =>
  Object.entries(values)
    .map(([field, given]) => `<${list}><${name}>${field}</${name}>${value(given)}</${list}>`)
    .join('');

export const variable = (name: string, dataType: string, more = ''): string =>
  `<variables><name>${name}</name><dataType>${dataType}</dataType>${more.includes('isCollection') ? '' : '<isCollection>false</isCollection>'}${more}</variables>`;

export const list = '<isCollection>true</isCollection>';
export const input = '<isInput>true</isInput>';
export const output = '<isOutput>true</isOutput>';

/** A flow with this start and content. */
export const flow = (start: string, content: string, more = ''): string =>
  metadata(
    'Flow',
    `<apiVersion>65.0</apiVersion><label>Test Flow</label><interviewLabel>Test {!$Flow.CurrentDate}</interviewLabel><processType>AutoLaunchedFlow</processType>${more.includes('<status>') ? '' : '<status>Active</status>'}${more}<start>${start}</start>${content}`,
  );

export const onSave = (
  triggerType: 'RecordBeforeSave' | 'RecordAfterSave' | 'RecordBeforeDelete',
  first: string | undefined,
  { when = 'CreateAndUpdate', object = 'Project__c', more = '' } = {},
): string =>
  `${connect(first)}<object>${object}</object><recordTriggerType>${when}</recordTriggerType><triggerType>${triggerType}</triggerType>${more}`;
