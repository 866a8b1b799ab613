import type { RecordError, SaveResult } from '../../org.ts';
import type { Transaction } from '../transaction.ts';
import { classType, idType, stringType } from '../types.ts';
import type { ApexObject } from '../values.ts';
import type { PlatformCode } from './define.ts';
import { definePlatformClass } from './define.ts';

export type ResultName =
  'SaveResult' | 'DeleteResult' | 'UpsertResult' | 'UndeleteResult' | 'MergeResult' | 'LeadConvertResult';

export type ResultState = SaveResult & Record<string, unknown>;

const of = (me: ApexObject): ResultState => me.native as ResultState;

export const errorObject = (t: Transaction, error: RecordError): ApexObject => t.make('Database.Error', error);

const ids = (t: Transaction, value: unknown) => t.list(idType, [...((value ?? []) as string[])]);

const id = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const shared: Record<string, PlatformCode> = {
  'Boolean isSuccess()': (_t, me: ApexObject) => of(me).success,
  'List<Database.Error> getErrors()': (t, me: ApexObject) =>
    t.list(
      classType('Database.Error'),
      of(me).errors.map((error) => errorObject(t, error)),
    ),
  'String toString()': (_t, me: ApexObject) =>
    `${me.of.name}[getErrors=${
      of(me).success
        ? '()'
        : `(${of(me)
            .errors.map(({ message }) => message)
            .join(', ')})`
    };getId=${id(of(me).id) ?? 'null'};isSuccess=${String(of(me).success)};]`,
};

const withId: Record<string, PlatformCode> = { ...shared, 'Id getId()': (_t, me: ApexObject) => id(of(me).id) };

export const resultObject = (t: Transaction, name: ResultName, result: object): ApexObject =>
  t.make(`Database.${name}`, result);

export const databaseResultClasses = [
  definePlatformClass('Database.Error', {
    'String getMessage()': (_t, me: ApexObject) => (me.native as RecordError).message,
    'StatusCode getStatusCode()': (t, me: ApexObject) =>
      t.enumValue('System.StatusCode', (me.native as RecordError).statusCode),
    'List<String> getFields()': (t, me: ApexObject) => t.list(stringType, [...(me.native as RecordError).fields]),
    'String toString()': (_t, me: ApexObject) => {
      const { message, statusCode, fields } = me.native as RecordError;
      return `Database.Error[getFields=(${fields.join(', ')});getMessage=${message};getStatusCode=${statusCode};]`;
    },
  }),
  definePlatformClass('Database.SaveResult', withId),
  definePlatformClass('Database.DeleteResult', withId),
  definePlatformClass('Database.UndeleteResult', withId),
  definePlatformClass('Database.UpsertResult', {
    ...withId,
    'Boolean isCreated()': (_t, me: ApexObject) => of(me).created ?? false,
  }),
  definePlatformClass('Database.EmptyRecycleBinResult', withId),
  definePlatformClass('Database.MergeResult', {
    ...withId,
    'List<Id> getMergedRecordIds()': (t, me: ApexObject) => ids(t, of(me).mergedRecordIds),
    'List<Id> getUpdatedRelatedIds()': (t, me: ApexObject) => ids(t, of(me).updatedRelatedIds),
  }),
  definePlatformClass('Database.LeadConvertResult', {
    ...shared,
    'Id getLeadId()': (_t, me: ApexObject) => id(of(me).leadId),
    'Id getAccountId()': (_t, me: ApexObject) => id(of(me).accountId),
    'Id getContactId()': (_t, me: ApexObject) => id(of(me).contactId),
    'Id getOpportunityId()': (_t, me: ApexObject) => id(of(me).opportunityId),
    'Id getRelatedPersonAccountId()': () => null,
  }),
];
