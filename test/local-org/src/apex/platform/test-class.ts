import { writeValue } from '../records.ts';
import { typeOfValue } from '../library/type-class.ts';
import { ApexFault } from '../run.ts';
import type { Transaction } from '../transaction.ts';
import { nameOfType } from '../types.ts';
import type { ApexDatetime, ApexList, ApexObject, Value } from '../values.ts';
import { startTest, stopTest } from '../test-phases.ts';
import { definePlatformClass, given } from './define.ts';
import type { PlatformCode } from './define.ts';

function inTest(code: PlatformCode, method: string): PlatformCode {
  return (t, ...values) => {
    if (t.test === undefined) {
      throw new ApexFault('System.TypeException', `Test.${method} can only be called from a test method`);
    }
    return code(t, ...values);
  };
}

function setMock(t: Transaction, type: ApexObject | null, mock: ApexObject | null): undefined {
  t.test?.mocks.set(nameOfType(typeOfValue(type)).toLowerCase(), given(mock, 2));
  return undefined;
}

/** A price book that every org has; the org keeps none. */
const standardPricebookId = '01s000000000001AAA';

export const testClasses = [
  definePlatformClass('System.Test', {
    'static Boolean isRunningTest()': (t) => t.test !== undefined,
    'static void startTest()': inTest((t) => {
      startTest(t);
      return undefined;
    }, 'startTest'),
    'static void stopTest()': inTest((t) => {
      stopTest(t);
      return undefined;
    }, 'stopTest'),
    'static void setMock(Type type, Object mock)': inTest(setMock as PlatformCode, 'setMock'),
    'static Id getStandardPricebookId()': () => standardPricebookId,
    'static void setCreatedDate(Id id, Datetime date)': inTest(
      ((t: Transaction, id: string | null, date: ApexDatetime | null) => {
        const object = t.org.objectOfId(given(id));
        if (object !== undefined) t.org.setRaw(object, given(id), { CreatedDate: String(writeValue(given(date, 2))) });
        return undefined;
      }) as PlatformCode,
      'setCreatedDate',
    ),
    'static void setFixedSearchResults(List<Id> ids)': inTest(
      ((t: Transaction, ids: ApexList | null) => {
        t.state.set('fixed search results', given(ids));
        return undefined;
      }) as PlatformCode,
      'setFixedSearchResults',
    ),
    'static void setCurrentPage(PageReference page)': (t, page: ApexObject | null) => {
      t.state.set('current page', page);
      return undefined;
    },
    'static void setCurrentPageReference(PageReference page)': (t, page: ApexObject | null) => {
      t.state.set('current page', page);
      return undefined;
    },
    'static Object createStub(Type type, StubProvider provider)': inTest(
      ((t: Transaction, type: ApexObject | null, provider: ApexObject | null) =>
        t.host.stub(t, typeOfValue(type), given(provider, 2))) as PlatformCode,
      'createStub',
    ),
    'static EventBus.TestBroker getEventBus()': inTest((t) => t.make('EventBus.TestBroker', {}), 'getEventBus'),
    // The rights of groups are computed whenever they are read.
    'static void calculatePermissionSetGroup(Id id)': () => undefined,
    'static void calculatePermissionSetGroup(List<Id> ids)': () => undefined,
    'static void enableChangeDataCapture()': () => undefined,
  }),
  definePlatformClass('System.ApexPages', {
    'static PageReference currentPage()': (t) => (t.state.get('current page') ?? null) as Value,
  }),
];
