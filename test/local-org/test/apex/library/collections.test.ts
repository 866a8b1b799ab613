import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ApexDecimal } from '../../../src/apex/decimal.ts';
import { beginLoop, endLoop, makeReadOnly } from '../../../src/apex/library/collection-guards.ts';
import { hashOf, hashOfText } from '../../../src/apex/library/equality.ts';
import { ApexFault } from '../../../src/apex/run.ts';
import type { Run } from '../../../src/apex/run.ts';
import { classType, integerType, objectType, sObjectType, stringType } from '../../../src/apex/types.ts';
import { ApexDate, ApexDatetime, ApexDouble, ApexObject, ApexSObject } from '../../../src/apex/values.ts';
import type { ApexList, ApexMap, ApexSet, Value } from '../../../src/apex/values.ts';
import { callMember, dataRun } from './data-run.ts';

const list = (run: Run, name: string, ...values: Value[]): Value => callMember(run, 'System.List', name, ...values);
const set = (run: Run, name: string, ...values: Value[]): Value => callMember(run, 'System.Set', name, ...values);
const map = (run: Run, name: string, ...values: Value[]): Value => callMember(run, 'System.Map', name, ...values);
const fault = (type: string, message: string) => (error: unknown) =>
  error instanceof ApexFault && error.type === type && error.message === message;

const lead = (fields: Record<string, Value>): ApexSObject => {
  const record = new ApexSObject('Lead');
  for (const [name, value] of Object.entries(fields)) record.set(name, value);
  return record;
};

test('a list adds, inserts, replaces and removes by index', () => {
  const run = dataRun();
  const numbers = run.list(integerType, [1, 2]);
  list(run, 'add', numbers, 47);
  list(run, 'add', numbers, 0, 52);
  list(run, 'set', numbers, 1, 9);
  assert.equal(list(run, 'get', numbers, 3), 47);
  assert.equal(list(run, 'remove', numbers, 2), 2);
  assert.deepEqual(numbers.items, [52, 9, 47]);
  assert.equal(list(run, 'indexOf', numbers, 47), 2);
  assert.equal(list(run, 'indexOf', numbers, 5), -1);
  assert.equal(list(run, 'contains', numbers, 9), true);
});

test('an index outside of a list is a ListException with the index', () => {
  const run = dataRun();
  const numbers = run.list(integerType, [1, 2, 3]);
  for (const act of [() => list(run, 'get', numbers, 3), () => list(run, 'remove', numbers, 3)])
    assert.throws(act, fault('System.ListException', 'List index out of bounds: 3'));
  assert.throws(() => list(run, 'add', numbers, 4, 1), fault('System.ListException', 'List index out of bounds: 4'));
  assert.throws(() => list(run, 'get', numbers, -1), fault('System.ListException', 'List index out of bounds: -1'));
});

test('a collection does not change while a loop runs over it, and a set of a list can', () => {
  const run = dataRun();
  const numbers = run.list(integerType, [1]);
  const changed = fault('System.FinalException', 'Cannot modify a collection while it is being iterated.');
  beginLoop(numbers);
  assert.throws(() => list(run, 'add', numbers, 2), changed);
  assert.throws(() => list(run, 'clear', numbers), changed);
  list(run, 'set', numbers, 0, 5);
  endLoop(numbers);
  list(run, 'add', numbers, 2);
  assert.deepEqual(numbers.items, [5, 2]);
  const words = run.set(stringType, ['a']);
  beginLoop(words);
  assert.throws(() => set(run, 'remove', words, 'a'), changed);
  endLoop(words);
});

test('a read-only collection takes nothing', () => {
  const run = dataRun();
  const numbers = makeReadOnly(run.list(integerType, [1]));
  assert.throws(() => list(run, 'add', numbers, 2), fault('System.FinalException', 'Collection is read-only'));
});

test('a null where a collection is wanted is named by its place', () => {
  const run = dataRun();
  assert.throws(
    () => set(run, 'addAll', run.set(stringType), null),
    fault('System.NullPointerException', 'Argument 1 cannot be null'),
  );
});

test('sorts null first, texts by case, numbers of all types by size', () => {
  const run = dataRun();
  const sorted = (items: Value[]): Value[] => {
    const values = run.list(objectType, items);
    list(run, 'sort', values);
    return values.items;
  };
  assert.deepEqual(sorted(['b', null, 'A', 'a', 'B']), [null, 'A', 'B', 'a', 'b']);
  const [half, two] = [new ApexDouble(0.5), ApexDecimal.parse('2.50') ?? null];
  assert.deepEqual(sorted([3, two, 1n, half]), [half, 1n, two, 3]);
});

test('sorts Comparable instances by compareTo, others not at all, and anything by a Comparator', () => {
  const compareTo = (self: ApexObject, other: Value): Value =>
    Number(self.fields['size']) - Number(other instanceof ApexObject ? other.fields['size'] : 0);
  const run = dataRun({
    classes: [
      { name: 'Box', supertypes: ['System.Comparable'], methods: { compareTo } },
      { name: 'Plain' },
      { name: 'Reverse', methods: { compare: (_self, one, other) => Number(other) - Number(one) } },
    ],
  });
  const box = (size: number): ApexObject => {
    const made = run.make('Box');
    made.fields['size'] = size;
    return made;
  };
  const boxes = run.list(classType('Box'), [box(3), box(1), box(2)]);
  list(run, 'sort', boxes);
  assert.deepEqual(
    boxes.items.map((one) => (one instanceof ApexObject ? one.fields['size'] : null)),
    [1, 2, 3],
  );
  assert.throws(
    () => list(run, 'sort', run.list(objectType, [run.make('Plain'), run.make('Plain')])),
    fault('System.ListException', 'One or more of the items in this list is not Comparable.'),
  );
  const numbers = run.list(integerType, [1, 3, 2]);
  list(run, 'sort', numbers, run.make('Reverse'));
  assert.deepEqual(numbers.items, [3, 2, 1]);
});

test('sorts records by object, Name, standard and then custom fields', () => {
  const run = dataRun();
  const records = run.list(sObjectType, [
    lead({ Name: 'B', City: 'A' }),
    lead({ Name: 'A', City: 'B', Rank__c: 1 }),
    lead({ Name: 'A', City: 'A', Rank__c: 2 }),
  ]);
  list(run, 'sort', records);
  assert.equal(
    run.textOf(records),
    '(Lead:{Name=A, City=A, Rank__c=2}, Lead:{Name=A, City=B, Rank__c=1}, Lead:{Name=B, City=A})',
  );
});

test('deepClone copies records, and Ids and timestamps only on request', () => {
  const run = dataRun();
  const record = lead({ Id: '00Q000000000001AAA', Name: 'A', CreatedDate: new ApexDatetime(0) });
  const records = run.list(sObjectType, [record]);
  const copied = (...options: boolean[]): string => run.textOf(list(run, 'deepClone', records, ...options));
  assert.equal(copied(), '(Lead:{Name=A})');
  assert.equal(copied(true), '(Lead:{Id=00Q000000000001AAA, Name=A})');
  assert.equal(copied(false, true), '(Lead:{Name=A, CreatedDate=1970-01-01 00:00:00})');
  const clone = list(run, 'clone', records) as ApexList;
  assert.equal(clone.items[0], record);
});

test('texts of collections are as the platform prints them, ten elements at most', () => {
  const run = dataRun({
    classes: [
      {
        name: 'Outer.Pair',
        fields: [
          { name: 'first', type: integerType },
          { name: 'second', type: objectType },
        ],
      },
      { name: 'Named', methods: { toString: () => 'my text' } },
    ],
  });
  assert.equal(run.textOf(run.list(objectType, ['a', null, 1])), '(a, null, 1)');
  assert.equal(run.textOf(run.set(objectType, ['a', 2])), '{a, 2}');
  const values = run.map(stringType, objectType);
  values.put('a', 'b');
  values.put('c', null);
  assert.equal(run.textOf(values), '{a=b, c=null}');
  const many = Array.from({ length: 12 }, (_, index) => index);
  assert.equal(run.textOf(run.list(integerType, many)), '(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ...)');
  const pair = run.make('Outer.Pair');
  pair.fields['first'] = 1;
  assert.equal(run.textOf(pair), 'Pair:[first=1, second=null]');
  pair.fields['second'] = pair;
  assert.equal(run.textOf(pair), 'Pair:[first=1, second=(already output)]');
  const [one, two] = [lead({ Name: 'A' }), lead({ Name: 'A' })];
  assert.equal(run.textOf(run.list(sObjectType, [one, one, two])), '(Lead:{Name=A}, (already output), Lead:{Name=A})');
  assert.equal(run.textOf(one), 'Lead:{Name=A}');
  assert.equal(run.textOf(run.make('Named')), 'my text');
});

test('sets and maps tell texts apart by case, and values by type', () => {
  const run = dataRun();
  const values = run.set(objectType, ['a', 'A', 1, 1n, '1', true, 'true', null, new ApexDate(1), new ApexDatetime(1)]);
  assert.equal(values.entries.size, 10);
  set(run, 'add', values, new ApexDate(1));
  set(run, 'add', values, null);
  assert.equal(values.entries.size, 10);
  assert.equal(run.equals('a', 'A'), true);
  assert.equal(run.equals(run.list(stringType, ['a']), run.list(stringType, ['A'])), false);
});

test('instances are the same key by their own equals and hashCode, else by identity', () => {
  const equals = (self: ApexObject, other: Value): Value =>
    other instanceof ApexObject && self.fields['id'] === other.fields['id'];
  const run = dataRun({
    classes: [
      { name: 'Own', methods: { equals, hashCode: (self) => Number(self.fields['id']) % 2 } },
      { name: 'Plain' },
    ],
  });
  const own = (id: number): ApexObject => {
    const made = run.make('Own');
    made.fields['id'] = id;
    return made;
  };
  assert.equal(run.set(objectType, [own(1), own(3), own(1), own(2), own(2)]).entries.size, 3);
  assert.equal(run.set(objectType, [run.make('Plain'), run.make('Plain')]).entries.size, 2);
  assert.equal(run.equals(own(1), own(1)), true);
});

test('a map of records is made by their Ids, each of which may come once', () => {
  const run = dataRun();
  const [one, two] = [lead({ Id: '1', Name: 'A' }), lead({ Id: '2', Name: 'B' })];
  const construct = (records: Value[]): Value => map(run, 'new', run.list(sObjectType, records));
  assert.deepEqual([...(construct([one, two]) as ApexMap).entries.keys()], ['1', '2']);
  const refused = (text: string) => fault('System.ListException', text);
  assert.throws(() => construct([one, one]), refused('Row with duplicate Id at index: 1'));
  assert.throws(() => construct([one, lead({})]), refused('Row with null Id at index: 1'));
  assert.throws(() => construct([null]), refused('Null row at index: 0'));
});

test('the key set of a map follows the map, removes from it and takes nothing', () => {
  const run = dataRun();
  const values = run.map(stringType, integerType);
  values.put('a', 1);
  const keys = map(run, 'keySet', values) as ApexSet;
  values.put('b', 2);
  assert.equal(run.textOf(keys), '{a, b}');
  assert.equal(set(run, 'remove', keys, 'a'), true);
  assert.equal(run.textOf(values), '{b=2}');
  assert.throws(() => set(run, 'add', keys, 'c'), fault('System.FinalException', 'Collection is read-only'));
  assert.equal(run.equals(keys, run.set(stringType, ['b'])), true);
});

test('a map gives the value it had for a key, and null for an unknown one', () => {
  const run = dataRun();
  const values = run.map(stringType, integerType);
  assert.equal(map(run, 'put', values, 'a', 1), null);
  assert.equal(map(run, 'put', values, 'a', 2), 1);
  assert.equal(map(run, 'get', values, 'b'), null);
  assert.equal(map(run, 'remove', values, 'a'), 2);
  assert.equal(map(run, 'remove', values, 'a'), null);
  assert.equal(map(run, 'isEmpty', values), true);
});

test('sets keep, remove and hold all elements of another collection', () => {
  const run = dataRun();
  const values = run.set(integerType, [1, 2, 3, 4]);
  assert.equal(set(run, 'containsAll', values, run.list(integerType, [1, 4])), true);
  assert.equal(set(run, 'retainAll', values, run.set(integerType, [2, 3, 9])), true);
  assert.equal(set(run, 'retainAll', values, run.set(integerType, [2, 3])), false);
  assert.equal(set(run, 'removeAll', values, run.list(integerType, [3])), true);
  assert.equal(set(run, 'addAll', values, values), false);
  assert.equal(run.textOf(values), '{2}');
});

test('an iterator gives the elements and then says that there are no more', () => {
  const run = dataRun();
  const iterator = list(run, 'iterator', run.list(integerType, [7])) as ApexObject;
  assert.equal(run.call(iterator, 'hasNext', []), true);
  assert.equal(run.call(iterator, 'next', []), 7);
  assert.equal(run.call(iterator, 'hasNext', []), false);
  assert.throws(() => run.call(iterator, 'next', []), ApexFault);
});

test('hash codes of texts are those of Java', () => {
  assert.equal(hashOfText('hello'), 99_162_322);
  assert.equal(hashOfText('polygenelubricants'), -2_147_483_648);
  assert.equal(hashOf(dataRun(), 4_294_967_296n), 1);
});

const simple = fc.oneof(fc.string(), fc.integer(), fc.bigInt(), fc.boolean(), fc.constant(null));

test('a set keeps the first of equal elements, in the order in which they came', () => {
  fc.assert(
    fc.property(fc.array(simple), (items) => {
      const run = dataRun();
      assert.deepEqual([...run.set(objectType, items).entries.values()], [...new Set(items)]);
    }),
  );
});

test('a list equals its copy, has its hash code and its key, and nothing else of another length', () => {
  fc.assert(
    fc.property(fc.array(simple), simple, (items, more) => {
      const run = dataRun();
      const [one, copy] = [run.list(objectType, items), run.list(objectType, [...items])];
      assert.ok(run.equals(one, copy));
      assert.equal(hashOf(run, one), hashOf(run, copy));
      assert.equal(run.keyOf(one), run.keyOf(copy));
      const longer = run.list(objectType, [...items, more]);
      assert.ok(!run.equals(one, longer));
      assert.notEqual(run.keyOf(one), run.keyOf(longer));
    }),
  );
});

test('sorting is the same whatever the order before, and every element stays', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constant(null))), (items) => {
      const run = dataRun();
      const [one, other] = [run.list(stringType, [...items]), run.list(stringType, [...items].reverse())];
      list(run, 'sort', one);
      list(run, 'sort', other);
      assert.deepEqual(one.items, other.items);
      assert.equal(one.items.length, items.length);
    }),
  );
});
