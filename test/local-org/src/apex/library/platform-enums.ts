import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import { statusCodes } from './status-codes.ts';

const enumeration = (name: string, values: readonly string[]): LibraryClass =>
  defineClass(name, {}, { kind: 'enum', values });

export const loggingLevels = ['NONE', 'INTERNAL', 'FINEST', 'FINER', 'FINE', 'DEBUG', 'INFO', 'WARN', 'ERROR'];

export const quiddities = [
  ...['BATCH_ACS', 'BATCH_CHUNK_SERIAL', 'BATCH_CHUNK_PARALLEL', 'FUTURE', 'SCHEDULED', 'SYNCHRONOUS'],
  ...['RUN_INTEGRATION_TESTS', 'RUNTEST_SYNC', 'RUNTEST_ASYNC', 'RUNTEST_DEPLOY', 'VF', 'QUEUEABLE', 'REMOTE_ACTION'],
  ...['AURA', 'QUICK_ACTION', 'BULK_API', 'SOAP', 'REST', 'INVOCABLE_ACTION', 'ANONYMOUS', 'INBOUND_EMAIL_SERVICE'],
  ...['BATCH_APEX', 'DISCOVERABLE_LOGIN', 'IOT', 'COMMERCE_INTEGRATION', 'TRANSACTION_FINALIZER_QUEUEABLE'],
  ...['FUNCTION_CALLBACK', 'POST_INSTALL_SCRIPT', 'PLATFORM_EVENT_PUBLISH_CALLBACK', 'EXTERNAL_SERVICE_CALLBACK'],
  ...['TRANSACTION_SECURITY_POLICY', 'UNDEFINED'],
];

export const platformEnums: readonly LibraryClass[] = [
  enumeration('System.LoggingLevel', loggingLevels),
  enumeration('System.Quiddity', quiddities),
  enumeration('System.StatusCode', statusCodes),
  enumeration('System.AccessType', ['CREATABLE', 'READABLE', 'UPDATABLE', 'UPSERTABLE']),
  enumeration('System.ParentJobResult', ['SUCCESS', 'UNHANDLED_EXCEPTION']),
  enumeration('System.TriggerOperation', [
    ...['BEFORE_INSERT', 'AFTER_INSERT', 'BEFORE_UPDATE', 'AFTER_UPDATE', 'BEFORE_DELETE', 'AFTER_DELETE'],
    'AFTER_UNDELETE',
  ]),
];
