import { makeWith, propertyMembers } from '../library/beans.ts';
import { messageOf } from '../library/exceptions.ts';
import { defineClass } from '../library.ts';
import type { Transaction } from '../transaction.ts';
import { classType } from '../types.ts';
import type { ApexEnumValue, ApexList, ApexObject, ApexSObject, Value } from '../values.ts';
import { definePlatformClass, given } from './define.ts';
import type { PlatformCode } from './define.ts';

const severities = ['CONFIRM', 'INFO', 'WARNING', 'ERROR', 'FATAL'];

const messagesOf = (t: Transaction): ApexObject[] => {
  const found = (t.state.get('page messages') ?? []) as ApexObject[];
  t.state.set('page messages', found);
  return found;
};

function newMessage(t: Transaction, severity: Value, summary: Value, detail: Value = summary): ApexObject {
  const made = t.make('ApexPages.Message', {});
  Object.assign(made.fields, { severity, summary, detail });
  return made;
}

const reader =
  (name: string): PlatformCode =>
  (_t, me: ApexObject) =>
    me.fields[name] ?? null;

const recordOf = (me: ApexObject): ApexSObject => me.native as ApexSObject;

const optionProperties = { value: ['String'], label: ['String'], disabled: ['Boolean', false] } as const;

function newOption(t: Transaction, value: Value, label: Value, disabled: Value = false): ApexObject {
  const made = makeWith(t, 'System.SelectOption', optionProperties);
  Object.assign(made.fields, { value, label, disabled });
  return made;
}

/** What controllers of Visualforce pages and code of sites use; no page is drawn. */
export const visualforceClasses = [
  definePlatformClass('ApexPages.Severity', {}, { kind: 'enum', values: severities }),
  definePlatformClass('ApexPages.Message', {
    'new(ApexPages.Severity severity, String summary)': newMessage,
    'new(ApexPages.Severity severity, String summary, String detail)': newMessage,
    'ApexPages.Severity getSeverity()': reader('severity'),
    'String getSummary()': reader('summary'),
    'String getDetail()': reader('detail'),
  }),
  definePlatformClass('System.ApexPages', {
    'static void addMessage(ApexPages.Message message)': (t, message: ApexObject | null) => {
      messagesOf(t).push(given(message));
      return undefined;
    },
    'static void addMessages(Exception error)': (t, error: ApexObject | null) => {
      messagesOf(t).push(newMessage(t, t.enumValue('ApexPages.Severity', 'ERROR'), messageOf(given(error))));
      return undefined;
    },
    'static List<ApexPages.Message> getMessages()': (t) => t.list(classType('ApexPages.Message'), [...messagesOf(t)]),
    'static Boolean hasMessages()': (t) => messagesOf(t).length > 0,
    'static Boolean hasMessages(ApexPages.Severity severity)': (t, severity: ApexEnumValue | null) =>
      messagesOf(t).some(({ fields }) => (fields.severity as ApexEnumValue).name === given(severity).name),
  }),
  definePlatformClass('ApexPages.StandardController', {
    'new(SObject record)': (t, record: ApexSObject | null) => t.make('ApexPages.StandardController', given(record)),
    'SObject getRecord()': (_t, me: ApexObject) => recordOf(me),
    'String getId()': (_t, me: ApexObject) => recordOf(me).get('Id'),
    'void addFields(List<String> names)': () => undefined,
    'void reset()': () => undefined,
  }),
  definePlatformClass('ApexPages.StandardSetController', {
    'new(List<SObject> records)': (t, records: ApexList | null) => {
      const made = t.make('ApexPages.StandardSetController', given(records));
      made.fields.selected = t.list({ kind: 'sobject', name: 'SObject' });
      return made;
    },
    'List<SObject> getRecords()': (_t, me: ApexObject) => me.native as ApexList,
    'List<SObject> getSelected()': reader('selected'),
    'void setSelected(List<SObject> records)': (_t, me: ApexObject, records: Value) => {
      me.fields.selected = records;
      return undefined;
    },
    'Integer getResultSize()': (_t, me: ApexObject) => (me.native as ApexList).items.length,
  }),
  // Code here never runs for a site.
  definePlatformClass('System.Network', {
    'static Id getNetworkId()': () => null,
    'static String getLoginUrl(String networkId)': () => null,
  }),
  definePlatformClass('System.Site', {
    'static Id getSiteId()': () => null,
    'static String getName()': () => null,
    'static String getBaseUrl()': () => '',
    'static String getPathPrefix()': () => null,
  }),
  defineClass('System.SelectOption', propertyMembers(optionProperties)),
  definePlatformClass('System.SelectOption', {
    'new(String value, String label)': newOption,
    'new(String value, String label, Boolean isDisabled)': newOption,
  }),
];
