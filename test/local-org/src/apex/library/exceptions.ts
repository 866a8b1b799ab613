import { defineClass } from '../library.ts';
import type { Implementation, LibraryClass } from '../library.ts';
import { ApexFault } from '../run.ts';
import type { Run } from '../run.ts';
import { setOf, stringType } from '../types.ts';
import type { ApexObject } from '../values.ts';
import { boundsFault } from './list-class.ts';

/** An error of one record of a DML statement or an e-mail. */
export type DmlRow = {
  index: number;
  /** Null where the record has none. */
  id: string | null;
  message: string;
  /** Of `System.StatusCode`. */
  statusCode: string;
  fieldNames: readonly string[];
  /** The object of the record, where it is known. */
  object?: string | undefined;
};

/** What an instance of an exception keeps in `native`. */
export type ExceptionState = {
  message: string | null;
  cause: ApexObject | null;
  /** As `getStackTraceString` gives it; set by the runtime. */
  stack: string;
  line: number;
  dml?: readonly DmlRow[];
  /** Fields of objects that the user may not read, of a QueryException in user mode. */
  inaccessible?: Readonly<Record<string, readonly string[]>>;
  /** The text that an Aura component is shown, of an AuraHandledException. */
  shown?: string | null;
};

/** Exceptions that no `catch` of a package sees. */
export const uncatchable: ReadonlySet<string> = new Set(['System.LimitException', 'System.AssertException']);

/** What `getMessage` gives where there is no message. */
const NO_MESSAGE = 'Script-thrown exception';

export const exceptionState = (message: string | null = null, cause: ApexObject | null = null): ExceptionState => ({
  message,
  cause,
  stack: '',
  line: 0,
});

export const stateOf = (exception: ApexObject): ExceptionState => exception.native as ExceptionState;

export const messageOf = (exception: ApexObject): string => stateOf(exception).message ?? NO_MESSAGE;

/** `System.DmlException: message`, as the platform prints an exception. */
export const textOfException = (exception: ApexObject): string => `${exception.of.name}: ${messageOf(exception)}`;

/** Names without `System.` of the platform's exceptions that have no methods of their own. */
const plainNames = [
  ...['AssertException', 'AuraException', 'AsyncException', 'BigObjectException', 'CalloutException'],
  ...['DataWeaveScriptException', 'DomException', 'DuplicateMessageException', 'EventObjectException'],
  ...['ExternalObjectException', 'FatalCursorException', 'FinalException', 'FlowException'],
  ...['FormulaEvaluationException', 'FormulaValidationException', 'HandledException'],
  ...['IllegalArgumentException', 'InvalidHeaderException', 'InvalidParameterValueException'],
  ...['InvalidReadOnlyUserDmlException', 'JSONException', 'LicenseException', 'LimitException'],
  ...['ListException', 'MathException', 'NoAccessException', 'NoDataFoundException'],
  ...['NoSuchElementException', 'NullPointerException', 'PlatformCacheException'],
  ...['ProcedureException', 'RequiredFeatureMissingException', 'SearchException', 'SecurityException'],
  ...['SerializationException', 'SObjectException', 'StringException', 'TouchHandledException'],
  ...['TransientCursorException', 'TypeException', 'UnexpectedException'],
  ...['UnsupportedOperationException', 'VisualforceException', 'XmlException'],
];

const constructors = (
  name: string,
  state: (message: string | null, cause: ApexObject | null) => ExceptionState = exceptionState,
): Record<string, Implementation> => ({
  'new()': (run: Run) => run.make(name, state(null, null)),
  'new(String message)': (run: Run, message: string | null) => run.make(name, state(message, null)),
  'new(Exception cause)': (run: Run, cause: ApexObject | null) => run.make(name, state(null, cause)),
  'new(String message, Exception cause)': (run: Run, message: string | null, cause: ApexObject | null) =>
    run.make(name, state(message, cause)),
});

const exceptionClass = (
  name: string,
  members: Record<string, Implementation> = {},
  state?: Parameters<typeof constructors>[1],
): LibraryClass =>
  defineClass(name, { ...constructors(name, state), ...members }, { superclass: 'System.Exception', isOpen: false });

export function rowOf(me: ApexObject, index: number | null): DmlRow {
  const row = (stateOf(me).dml ?? [])[index ?? 0];
  if (row === undefined) throw boundsFault(index ?? 0);
  return row;
}

/** `getDmlFields` is in platform/dml-exceptions.ts, because it gives tokens of the schema. */
const dmlMembers: Record<string, Implementation> = {
  'Integer getNumDml()': (_run: Run, me: ApexObject) => (stateOf(me).dml ?? []).length,
  'List<String> getDmlFieldNames(Integer index)': (run: Run, me: ApexObject, index: number | null) =>
    run.list(stringType, [...rowOf(me, index).fieldNames]),
  'String getDmlId(Integer index)': (_run: Run, me: ApexObject, index: number | null) => rowOf(me, index).id,
  'Integer getDmlIndex(Integer index)': (_run: Run, me: ApexObject, index: number | null) => rowOf(me, index).index,
  'String getDmlMessage(Integer index)': (_run: Run, me: ApexObject, index: number | null) => rowOf(me, index).message,
  'String getDmlStatusCode(Integer index)': (_run: Run, me: ApexObject, index: number | null) =>
    rowOf(me, index).statusCode,
  'StatusCode getDmlType(Integer index)': (run: Run, me: ApexObject, index: number | null) =>
    run.enumValue('System.StatusCode', rowOf(me, index).statusCode),
};

function inaccessibleFields(run: Run, me: ApexObject) {
  const map = run.map(stringType, setOf(stringType));
  for (const [object, fields] of Object.entries(stateOf(me).inaccessible ?? {}))
    map.put(object, run.set(stringType, fields));
  return map;
}

const exceptionBase = defineClass(
  'System.Exception',
  {
    ...constructors('System.Exception'),
    'String getMessage()': (_run: Run, me: ApexObject) => messageOf(me),
    'void setMessage(String message)': (_run: Run, me: ApexObject, message: string | null) => {
      stateOf(me).message = message;
      return undefined;
    },
    'Exception getCause()': (_run: Run, me: ApexObject) => stateOf(me).cause,
    'void initCause(Exception cause)': (_run: Run, me: ApexObject, cause: ApexObject | null) => {
      const state = stateOf(me);
      if (state.cause !== null) throw new ApexFault('System.TypeException', "Can't overwrite cause");
      state.cause = cause;
      return undefined;
    },
    'Integer getLineNumber()': (_run: Run, me: ApexObject) => stateOf(me).line,
    'String getStackTraceString()': (_run: Run, me: ApexObject) => stateOf(me).stack,
    'String getTypeName()': (_run: Run, me: ApexObject) => me.of.name,
    'Map<String,Set<String>> getInaccessibleFields()': inaccessibleFields,
    'String toString()': (_run: Run, me: ApexObject) => textOfException(me),
  },
  { isOpen: true },
);

/** The message of its constructor is for the component; Apex itself sees one only after `setMessage`. */
const auraState = (message: string | null, cause: ApexObject | null): ExceptionState => ({
  ...exceptionState(null, cause),
  shown: message,
});

export const exceptionClasses: readonly LibraryClass[] = [
  exceptionBase,
  ...plainNames.map((name) => exceptionClass(`System.${name}`)),
  exceptionClass('System.DmlException', dmlMembers),
  exceptionClass('System.EmailException', dmlMembers),
  exceptionClass('System.QueryException'),
  exceptionClass('System.AuraHandledException', {}, auraState),
];
