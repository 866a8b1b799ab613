import { makeWith } from '../library/beans.ts';
import type { Properties } from '../library/beans.ts';
import { abstract, stored } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import { ApexFault } from '../run.ts';
import { stringType } from '../types.ts';
import type { ApexList, ApexObject, Value } from '../values.ts';
import { definePlatformClass, given } from './define.ts';
import type { PlatformCode } from './define.ts';

/** A class of properties that code makes and fills. */
const data = (name: string, properties: Properties, members: Record<string, PlatformCode> = {}): LibraryClass =>
  definePlatformClass(name, {
    'new()': (t) => makeWith(t, name, properties),
    ...Object.fromEntries(
      Object.entries(properties).map(([property, [type]]) => [`${type} ${property}`, stored as PlatformCode]),
    ),
    ...members,
  });

const contract = (name: string, ...methods: string[]): LibraryClass =>
  definePlatformClass(name, Object.fromEntries(methods.map((one) => [one, abstract as PlatformCode])), {
    kind: 'interface',
    isOpen: true,
  });

const notHere =
  (what: string): PlatformCode =>
  () => {
    throw new ApexFault('System.UnexpectedException', `${what} is not modelled by the local org`);
  };

const push =
  (list: string): PlatformCode =>
  (_t, me: ApexObject, value: Value) => {
    (me.fields[list] as ApexList).items.push(value);
    return undefined;
  };

/**
 * Classes that large packages name and that reach beyond what the org models: what they hold can be made and read, and
 * what would change the org's set-up says that it does not.
 */
export const setupClasses: readonly LibraryClass[] = [
  data('Metadata.Metadata', { fullName: ['String'], label: ['String'] }),
  definePlatformClass(
    'Metadata.CustomMetadata',
    {
      'new()': (t) => {
        const made = t.make('Metadata.CustomMetadata', {});
        Object.assign(made.fields, { fullname: null, label: null, protected_x: null, description: null });
        made.fields.values = t.list({ kind: 'class', name: 'Metadata.CustomMetadataValue' });
        return made;
      },
      'String description': stored as PlatformCode,
      'Boolean protected_x': stored as PlatformCode,
      'List<Metadata.CustomMetadataValue> values': stored as PlatformCode,
    },
    { superclass: 'Metadata.Metadata' },
  ),
  data('Metadata.CustomMetadataValue', { field: ['String'], value: ['Object'] }),
  definePlatformClass('Metadata.DeployContainer', {
    'new()': (t) => {
      const made = t.make('Metadata.DeployContainer', {});
      made.fields.metadata = t.list({ kind: 'class', name: 'Metadata.Metadata' });
      return made;
    },
    'void addMetadata(Metadata.Metadata metadata)': push('metadata'),
    'List<Metadata.Metadata> getMetadata()': (_t, me: ApexObject) => me.fields.metadata ?? null,
  }),
  definePlatformClass('Metadata.Operations', {
    'static Id enqueueDeployment(Metadata.DeployContainer container, Metadata.DeployCallback callback)':
      notHere('A deployment by Apex'),
  }),
  contract(
    'Metadata.DeployCallback',
    'void handleResult(Metadata.DeployResult result, Metadata.DeployCallbackContext context)',
  ),
  data('Metadata.DeployCallbackContext', {}, { 'Id getCallbackJobId()': () => null }),
  data('Metadata.DeployResult', {
    id: ['Id'],
    status: ['Metadata.DeployStatus'],
    success: ['Boolean', false],
    done: ['Boolean', false],
    errorMessage: ['String'],
    numberComponentErrors: ['Integer', 0],
  }),
  definePlatformClass(
    'Metadata.DeployStatus',
    {},
    {
      kind: 'enum',
      values: ['Pending', 'InProgress', 'Succeeded', 'SucceededPartial', 'Failed', 'Canceling', 'Canceled'],
    },
  ),
  definePlatformClass('VisualEditor.DataRow', {
    'new(String label, Object value)': (t, label: Value, value: Value) => {
      const made = t.make('VisualEditor.DataRow', {});
      Object.assign(made.fields, { label, value });
      return made;
    },
    'String getLabel()': (_t, me: ApexObject) => me.fields.label ?? null,
    'Object getValue()': (_t, me: ApexObject) => me.fields.value ?? null,
  }),
  definePlatformClass('VisualEditor.DynamicPickListRows', {
    'new()': (t) => {
      const made = t.make('VisualEditor.DynamicPickListRows', {});
      made.fields.rows = t.list({ kind: 'class', name: 'VisualEditor.DataRow' });
      return made;
    },
    'void addRow(VisualEditor.DataRow row)': push('rows'),
    'List<VisualEditor.DataRow> getDataRows()': (_t, me: ApexObject) => me.fields.rows ?? null,
    'VisualEditor.DataRow get(Integer index)': (_t, me: ApexObject, index: number | null) =>
      (me.fields.rows as ApexList).items[given(index)] ?? null,
    'Integer size()': (_t, me: ApexObject) => (me.fields.rows as ApexList).items.length,
  }),
  definePlatformClass(
    'VisualEditor.DynamicPickList',
    {
      'VisualEditor.DataRow getDefaultValue()': abstract as PlatformCode,
      'VisualEditor.DynamicPickListRows getValues()': abstract as PlatformCode,
    },
    { isOpen: true },
  ),
  contract(
    'Messaging.InboundEmailHandler',
    'Messaging.InboundEmailResult handleInboundEmail(Messaging.InboundEmail email, Messaging.InboundEnvelope envelope)',
  ),
  data('Messaging.InboundEmail', {
    subject: ['String'],
    plainTextBody: ['String'],
    htmlBody: ['String'],
    fromAddress: ['String'],
    fromName: ['String'],
    toAddresses: ['List<String>'],
    ccAddresses: ['List<String>'],
    messageId: ['String'],
    inReplyTo: ['String'],
    replyTo: ['String'],
    references: ['List<String>'],
  }),
  data('Messaging.InboundEnvelope', { fromAddress: ['String'], toAddress: ['String'] }),
  data('Messaging.InboundEmailResult', { success: ['Boolean'], message: ['String'] }),
  contract(
    'System.WebServiceMock',
    'void doInvoke(Object stub, Object request, Map<String,Object> response, String endpoint, String soapAction, ' +
      'String requestName, String responseNamespace, String responseName, String responseType)',
  ),
  definePlatformClass('System.OrgLimits', {
    'static Map<String,System.OrgLimit> getMap()': (t) => t.map(stringType, { kind: 'class', name: 'System.OrgLimit' }),
    'static List<System.OrgLimit> getAll()': (t) => t.list({ kind: 'class', name: 'System.OrgLimit' }),
  }),
  definePlatformClass('System.OrgLimit', {
    'String getName()': () => null,
    'Integer getLimit()': () => 0,
    'Integer getValue()': () => 0,
  }),
  definePlatformClass('Flow.Interview', {
    'static Flow.Interview createInterview(String name, Map<String,Object> inputs)': notHere('A flow started by Apex'),
    'static Flow.Interview createInterview(String namespace, String name, Map<String,Object> inputs)':
      notHere('A flow started by Apex'),
    'void start()': notHere('A flow started by Apex'),
    'Object getVariableValue(String name)': () => null,
  }),
];
