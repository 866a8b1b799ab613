import { defineClass } from '../library.ts';
import type { Implementation, LibraryClass } from '../library.ts';
import { ApexFault } from '../run.ts';
import type { Run } from '../run.ts';
import type { ApexObject, Value } from '../values.ts';
import { isSame } from './equality.ts';
import { typeOfValue } from './type-class.ts';

const textOf = (run: Run, value: Value): string => (value === null ? 'null' : run.textOf(value));

/** `Assertion Failed: own message: detail`, without the parts that are not there. */
function fail(run: Run, message: Value | undefined, detail: string | null): never {
  const own = message === undefined || message === null ? [] : [run.textOf(message)];
  const parts = ['Assertion Failed', ...own, ...(detail === null ? [] : [detail])];
  throw new ApexFault('System.AssertException', parts.join(': '));
}

const expected = (run: Run, one: Value, other: Value): string =>
  `Expected: ${textOf(run, one)}, Actual: ${textOf(run, other)}`;

function areEqual(run: Run, one: Value, other: Value, message?: Value): undefined {
  if (!isSame(run, one, other)) fail(run, message, expected(run, one, other));
}

function areNotEqual(run: Run, one: Value, other: Value, message?: Value): undefined {
  if (isSame(run, one, other)) fail(run, message, `Same value: ${textOf(run, one)}`);
}

function isTrue(run: Run, condition: boolean | null, message?: Value): undefined {
  if (condition !== true) fail(run, message, null);
}

function isInstance(run: Run, value: Value, type: ApexObject | null, message?: Value): undefined {
  if (value === null || !run.isAssignable(typeOfValue(type), run.typeOf(value)))
    fail(run, message, `Expected instance of ${textOf(run, type)}, Actual: ${textOf(run, value)}`);
}

function isNotInstance(run: Run, value: Value, type: ApexObject | null, message?: Value): undefined {
  if (value !== null && run.isAssignable(typeOfValue(type), run.typeOf(value)))
    fail(run, message, `Not expected instance of ${textOf(run, type)}`);
}

/** The methods of `System` of the same kind. */
export const systemAssertions: Record<string, Implementation> = {
  'static void assert(Boolean condition)': isTrue,
  'static void assert(Boolean condition, Object message)': isTrue,
  'static void assertEquals(Object expected, Object actual)': areEqual,
  'static void assertEquals(Object expected, Object actual, Object message)': areEqual,
  'static void assertNotEquals(Object expected, Object actual)': areNotEqual,
  'static void assertNotEquals(Object expected, Object actual, Object message)': areNotEqual,
};

export const assertClass: LibraryClass = defineClass('System.Assert', {
  'static void areEqual(Object expected, Object actual)': areEqual,
  'static void areEqual(Object expected, Object actual, String message)': areEqual,
  'static void areNotEqual(Object notExpected, Object actual)': areNotEqual,
  'static void areNotEqual(Object notExpected, Object actual, String message)': areNotEqual,
  'static void fail()': (run: Run) => fail(run, undefined, null),
  'static void fail(String message)': (run: Run, message: string | null) => fail(run, message, null),
  'static void isTrue(Boolean condition)': isTrue,
  'static void isTrue(Boolean condition, String message)': isTrue,
  'static void isFalse(Boolean condition)': (run: Run, condition: boolean | null) => isTrue(run, condition === false),
  'static void isFalse(Boolean condition, String message)': (
    run: Run,
    condition: boolean | null,
    message: string | null,
  ) => isTrue(run, condition === false, message),
  'static void isNull(Object value)': (run: Run, value: Value) => areEqual(run, null, value),
  'static void isNull(Object value, String message)': (run: Run, value: Value, message: string | null) =>
    areEqual(run, null, value, message),
  'static void isNotNull(Object value)': (run: Run, value: Value) => areNotEqual(run, null, value),
  'static void isNotNull(Object value, String message)': (run: Run, value: Value, message: string | null) =>
    areNotEqual(run, null, value, message),
  'static void isInstanceOfType(Object instance, Type expectedType)': isInstance,
  'static void isInstanceOfType(Object instance, Type expectedType, String message)': isInstance,
  'static void isNotInstanceOfType(Object instance, Type notExpectedType)': isNotInstance,
  'static void isNotInstanceOfType(Object instance, Type notExpectedType, String message)': isNotInstance,
});
