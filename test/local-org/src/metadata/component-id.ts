import type { Engine } from '../engine.ts';
import { formatRecordId } from '../storage/record-id.ts';

/** The key prefixes of component ids; clients query no ids of other types. */
const keyPrefixes: Readonly<Record<string, string>> = {
  ApexClass: '01p',
  ApexTrigger: '01q',
  CustomApplication: '02u',
  CustomField: '00N',
  CustomLabel: '101',
  CustomMetadata: 'm00',
  CustomNotificationType: '0ML',
  CustomObject: '01I',
  CustomPermission: '0CP',
  CustomTab: '01r',
  Dashboard: '01Z',
  FlexiPage: '0M0',
  Flow: '301',
  GlobalValueSet: '0Nt',
  Layout: '00h',
  LightningComponentBundle: '0Rb',
  ListView: '00B',
  NamedCredential: '0XA',
  PermissionSet: '0PS',
  QuickAction: '09D',
  RecordType: '012',
  Report: '00O',
  StaticResource: '081',
  ValidationRule: '03d',
};

/** A new id for a component; empty for a type without. */
export function nextComponentId({ ids }: Engine, type: string): string {
  const keyPrefix = keyPrefixes[type];
  return keyPrefix === undefined ? '' : formatRecordId(keyPrefix, 'Lo0', ids.nextNumber('_component'));
}
