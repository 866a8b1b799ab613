import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ApexDecimal } from '../../../src/apex/decimal.ts';
import { makeType } from '../../../src/apex/library/type-class.ts';
import { ApexFault } from '../../../src/apex/run.ts';
import type { Run } from '../../../src/apex/run.ts';
import {
  booleanType,
  classType,
  decimalType,
  doubleType,
  integerType,
  listOf,
  longType,
  mapOf,
  objectType,
  sObjectType,
  setOf,
  stringType,
} from '../../../src/apex/types.ts';
import type { ApexType } from '../../../src/apex/types.ts';
import {
  ApexBlob,
  ApexDate,
  ApexDatetime,
  ApexDouble,
  ApexEnumValue,
  ApexSObject,
  ApexTime,
} from '../../../src/apex/values.ts';
import type { ApexList, ApexMap, Value, ApexObject } from '../../../src/apex/values.ts';
import { callMember, dataRun } from './data-run.ts';

const json = (run: Run, name: string, ...values: Value[]): Value => callMember(run, 'System.JSON', name, ...values);
const primitive = (name: string): ApexType => ({ kind: 'primitive', name });
const deserialize = (run: Run, text: string, type: ApexType, name = 'deserialize'): Value =>
  json(run, name, text, makeType(run, type));
const refusal = (message: string) => (error: unknown) => {
  assert.ok(error instanceof ApexFault);
  assert.equal(error.type, 'System.JSONException');
  assert.equal(error.message, message);
  return true;
};

const invoice = {
  name: 'Invoice',
  fields: [
    { name: 'total', type: decimalType },
    { name: 'paidOn', type: primitive('Date') },
    { name: 'lines', type: listOf(classType('Line')) },
    { name: 'secret', type: stringType, isTransient: true },
    { name: 'state', type: classType('State') },
  ],
};
const line = {
  name: 'Line',
  fields: [
    { name: 'amount', type: integerType },
    { name: 'isFree', type: booleanType },
  ],
};
const classes = [
  invoice,
  line,
  { name: 'State', values: ['OPEN', 'CLOSED'] },
  { name: 'Node', fields: [{ name: 'next', type: objectType }] },
];
const objects = {
  Lead: { Id: 'Id', Name: 'String', Amount__c: 'Decimal', CreatedDate: 'Datetime' },
  Task: { Id: 'Id', Subject: 'String' },
};

test('untyped numbers are the smallest type that takes them', () => {
  const run = dataRun();
  const read = (text: string): Value => json(run, 'deserializeUntyped', text);
  assert.equal(read('1'), 1);
  assert.equal(read('-2147483648'), -2_147_483_648);
  assert.equal(read('2147483648'), 2_147_483_648n);
  assert.deepEqual(read('9223372036854775808'), new ApexDecimal(9_223_372_036_854_775_808n));
  assert.deepEqual(read('1.50'), new ApexDecimal(150n, 2));
  assert.deepEqual(read('1E3'), new ApexDecimal(1000n));
});

test('untyped objects are maps, arrays lists, in their order', () => {
  const run = dataRun();
  // The example of the Apex Reference Guide for deserializeUntyped.
  const text =
    '{\n "description" :"An appliance",\n "accessories" : [ "powerCord", { "right":"door handle1", "left":"door handle2" } ],\n' +
    '"dimensions" : { "height" : 5.5 , "width" : 3.0 , "depth" : 2.2 },\n "type" : null,\n "inventory" : 2000,\n' +
    ' "price" : 1023.45,\n "isShipped" : true,\n "modelNumber" : "123"\n}';
  const map = json(run, 'deserializeUntyped', text) as ApexMap;
  assert.equal(map.get('description'), 'An appliance');
  assert.equal((map.get('accessories') as ApexList).items[0], 'powerCord');
  assert.equal(
    run.textOf(map),
    '{description=An appliance, accessories=(powerCord, {right=door handle1, left=door handle2}), ' +
      'dimensions={height=5.5, width=3.0, depth=2.2}, type=null, inventory=2000, price=1023.45, isShipped=true, modelNumber=123}',
  );
});

test('errors of syntax say what was read, what was wanted, and where', () => {
  const run = dataRun();
  const cases = {
    '': 'No content to map to Object due to end of input',
    x: "Unexpected character ('x' (code 120)): expected a valid value (number, String, array, object, 'true', 'false' or 'null') at input location [1,2]",
    '{x': "Unexpected character ('x' (code 120)): was expecting double-quote to start field name at [line:1, column:3]",
    '{"a" 1}':
      "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value at [line:1, column:7]",
    '{"a":1 "b"}': `Unexpected character ('"' (code 34)): was expecting comma to separate OBJECT entries at [line:1, column:9]`,
    '[1\n 2]':
      "Unexpected character ('2' (code 50)): was expecting comma to separate ARRAY entries at [line:2, column:3]",
    '[1,]': "Unexpected character (']' (code 93)): expected a value at [line:1, column:5]",
    '{"a":NULL}': "Unrecognized token 'NULL': was expecting 'null', 'true', 'false' or NaN at [line:1, column:10]",
    '["a': 'Unexpected end-of-input: was expecting closing quote for a string value at [line:1, column:4]',
    '{"a":': 'Unexpected end-of-input within/between OBJECT entries at [line:1, column:6]',
    '[1': 'Unexpected end-of-input: expected close marker for ARRAY (from [line:1, column:1]) at [line:1, column:3]',
    '[01]': 'Invalid numeric value: Leading zeroes not allowed at [line:1, column:2]',
    '["\\x"]': "Unrecognized character escape 'x' (code 120) at [line:1, column:5]",
    '["a\tb"]':
      'Illegal unquoted character ((CTRL-CHAR, code 9)): has to be escaped using backslash to be included in string value at [line:1, column:5]',
  };
  for (const [text, message] of Object.entries(cases))
    assert.throws(() => json(run, 'deserializeUntyped', text), refusal(message), text);
});

test('a class is read by the types of its fields, names in any case, unknown and transient ones passed over', () => {
  const run = dataRun({ classes });
  const text =
    '{"TOTAL":"1.50","paidOn":"2024-02-29","lines":[{"amount":3,"isFree":true},null],"secret":"x","more":{},"state":"closed"}';
  const read = deserialize(run, text, classType('Invoice')) as ApexObject;
  assert.equal(
    run.textOf(read),
    'Invoice:[total=1.50, paidOn=2024-02-29 00:00:00, lines=(Line:[amount=3, isFree=true], null), secret=null, state=CLOSED]',
  );
  assert.throws(
    () => deserialize(run, '{"total":1,\n"more":2}', classType('Invoice'), 'deserializeStrict'),
    refusal('Unrecognized field "more" at [line:2, column:9]'),
  );
});

test('values of another kind than the type wants are errors', () => {
  const run = dataRun({ classes, objects });
  const cases: [string, ApexType, string][] = [
    ['[]', classType('Invoice'), "Malformed JSON: Expected '{' at the beginning of object"],
    ['{}', listOf(stringType), "Malformed JSON: Expected '[' at the beginning of List/Set"],
    ['1', mapOf(stringType, stringType), "Malformed JSON: Expected '{' at the beginning of object"],
    ['{}', stringType, 'Illegal value for primitive'],
    ['["a"]', listOf(integerType), 'For input string: "a" at [line:1, column:5]'],
    ['2147483648', integerType, 'For input string: "2147483648" at [line:1, column:11]'],
    ['"soon"', primitive('Date'), 'Invalid format: "soon" at [line:1, column:7]'],
    ['"yes"', booleanType, 'Illegal value for boolean: yes at [line:1, column:6]'],
    ['[1]', listOf(objectType), 'Apex Type unsupported in JSON: Object'],
    [
      '{}',
      sObjectType,
      'Nested object for polymorphic foreign key must have an attributes field before any other fields.',
    ],
  ];
  for (const [text, type, message] of cases) assert.throws(() => deserialize(run, text, type), refusal(message), text);
});

test('a null text is a NullPointerException', () => {
  assert.throws(
    () => json(dataRun(), 'deserializeUntyped', null),
    (error) => error instanceof ApexFault && error.type === 'System.NullPointerException',
  );
});

test('typed dates, times, blobs and Ids', () => {
  const run = dataRun();
  const read = (text: string, name: string): Value => deserialize(run, `"${text}"`, primitive(name));
  assert.deepEqual(read('2024-01-02', 'Date'), new ApexDate(19_724));
  for (const text of ['2024-01-02T03:04:05.006Z', '2024-01-02T03:04:05.006+0000', '2024-01-02T05:04:05.006+02:00'])
    assert.deepEqual(read(text, 'Datetime'), new ApexDatetime(Date.UTC(2024, 0, 2, 3, 4, 5, 6)));
  assert.deepEqual(read('01:00:00.005Z', 'Time'), new ApexTime(3_600_005));
  assert.deepEqual(read('aGk=', 'Blob'), new ApexBlob(Buffer.from('hi')));
  assert.equal(read('00D000000000062', 'Id'), '00D000000000062EAA');
});

test('primitives are written as the platform writes them', () => {
  const run = dataRun();
  const write = (value: Value): Value => json(run, 'serialize', value);
  assert.equal(write(null), 'null');
  assert.equal(write('a "b"\n\u0001é/'), '"a \\"b\\"\\n\\u0001é/"');
  assert.equal(write(5n), '5');
  assert.equal(write(new ApexDouble(5)), '5.0');
  assert.equal(write(ApexDecimal.parse('1.50') ?? null), '1.50');
  assert.equal(write(new ApexDate(0)), '"1970-01-01"');
  assert.equal(write(new ApexDatetime(0)), '"1970-01-01T00:00:00.000Z"');
  assert.equal(write(new ApexTime(1)), '"00:00:00.001Z"');
  assert.equal(write(new ApexBlob(Buffer.from('hi'))), '"aGk="');
  assert.equal(write(new ApexEnumValue('State', 'OPEN', 0)), '"OPEN"');
  assert.equal(write(run.set(integerType, [1, 2])), '[1,2]');
});

test('instances are written by their fields; nulls only of instances can be left out', () => {
  const run = dataRun({ classes });
  const made = run.make('Line');
  made.fields['amount'] = 1;
  assert.equal(json(run, 'serialize', made), '{"amount":1,"isFree":null}');
  const map = run.map(stringType, objectType);
  map.put('line', made);
  map.put('none', null);
  assert.equal(json(run, 'serialize', map, true), '{"line":{"amount":1},"none":null}');
});

test('what contains itself and what is the platform’s own is not written', () => {
  const run = dataRun({ classes });
  const node = run.make('Node');
  node.fields['next'] = run.list(objectType, [node]);
  assert.throws(() => json(run, 'serialize', node), refusal('Direct self-reference leading to cycle'));
  const type = makeType(run, stringType);
  assert.throws(() => json(run, 'serialize', type), refusal('Apex Type unsupported in JSON: System.Type'));
  const twice = run.list(integerType, [1]);
  assert.equal(json(run, 'serialize', run.list(listOf(integerType), [twice, twice])), '[[1],[1]]');
});

test('records are written with attributes, parents as records and children as a query’s result', () => {
  const run = dataRun({ objects });
  run.state.set('apiVersion', '62.0');
  const lead = new ApexSObject('Lead');
  lead.set('Id', '00Q000000000001AAA');
  lead.set('CreatedDate', new ApexDatetime(0));
  const task = new ApexSObject('Task');
  task.set('Subject', 'Call');
  task.set('Lead__r', lead);
  lead.set('Tasks', run.list({ kind: 'sobject', name: 'Task' }, [new ApexSObject('Task')]));
  const written =
    '{"attributes":{"type":"Task"},"Subject":"Call","Lead__r":{"attributes":{"type":"Lead",' +
    '"url":"/services/data/v62.0/sobjects/Lead/00Q000000000001AAA"},"Id":"00Q000000000001AAA",' +
    '"CreatedDate":"1970-01-01T00:00:00.000+0000",' +
    '"Tasks":{"totalSize":1,"done":true,"records":[{"attributes":{"type":"Task"}}]}}}';
  assert.equal(json(run, 'serialize', task), written);
  const read = deserialize(run, written, sObjectType);
  assert.equal(json(run, 'serialize', read), written);
});

test('a field that a query found empty is left out, one that was set to null is written', () => {
  const run = dataRun({ objects });
  const lead = new ApexSObject('Lead');
  lead.set('Name', null);
  assert.equal(json(run, 'serialize', lead), '{"attributes":{"type":"Lead"},"Name":null}');
  lead.isQueried = true;
  assert.equal(json(run, 'serialize', lead), '{"attributes":{"type":"Lead"}}');
});

test('fields that an object does not have are passed over, strictly too', () => {
  const run = dataRun({ objects });
  const type: ApexType = { kind: 'sobject', name: 'Lead' };
  for (const name of ['deserialize', 'deserializeStrict'])
    assert.equal(
      run.textOf(deserialize(run, '{"name":"A","Amount__c":"","x":1}', type, name)),
      'Lead:{Name=A, Amount__c=null}',
    );
});

test('pretty printing is that of the platform', () => {
  const run = dataRun();
  const map = json(run, 'deserializeUntyped', '{"a":[1,2],"b":{"c":[],"d":{}},"e":[{"f":null},{"g":true}]}');
  assert.equal(
    json(run, 'serializePretty', map),
    [
      '{',
      '  "a" : [ 1, 2 ],',
      '  "b" : {',
      '    "c" : [ ],',
      '    "d" : { }',
      '  },',
      '  "e" : [ {',
      '    "f" : null',
      '  }, {',
      '    "g" : true',
      '  } ]',
      '}',
    ].join('\n'),
  );
});

test('a parser gives tokens, names and values, and reads values of types', () => {
  const run = dataRun({ classes });
  const parser = json(
    run,
    'createParser',
    '{"total":12.5,"list":[1,"b"],"line":{"amount":2},"none":null}',
  ) as ApexObject;
  const call = (name: string, ...values: Value[]): Value =>
    callMember(run, 'System.JSONParser', name, parser, ...values);
  const next = (): string => run.textOf(call('nextToken'));
  assert.equal(call('hasCurrentToken'), false);
  assert.equal(next(), 'START_OBJECT');
  assert.equal(call('getCurrentName'), null);
  assert.equal(next(), 'FIELD_NAME');
  assert.equal(call('getText'), 'total');
  assert.equal(call('getCurrentName'), 'total');
  assert.equal(run.textOf(call('nextValue')), 'VALUE_NUMBER_FLOAT');
  assert.equal(run.textOf(call('getDecimalValue')), '12.5');
  assert.throws(
    () => call('getIntegerValue'),
    refusal('Current token (VALUE_NUMBER_FLOAT) is not of type Integer at [line:1, column:14]'),
  );
  assert.equal(run.textOf(call('nextValue')), 'START_ARRAY');
  assert.equal(call('getCurrentName'), 'list');
  call('skipChildren');
  assert.equal(run.textOf(call('getCurrentToken')), 'END_ARRAY');
  next();
  assert.equal(run.textOf(call('readValueAs', makeType(run, classType('Line')))), 'Line:[amount=2, isFree=null]');
  assert.equal(run.textOf(call('nextValue')), 'VALUE_NULL');
  call('clearCurrentToken');
  assert.equal(call('getCurrentToken'), null);
  assert.equal(run.textOf(call('getLastClearedToken')), 'VALUE_NULL');
  assert.equal(next(), 'END_OBJECT');
  assert.equal(call('nextToken'), null);
});

test('a generator writes fields, arrays and objects in the order of the calls', () => {
  const run = dataRun({ classes });
  const generator = json(run, 'createGenerator', false) as ApexObject;
  const call = (name: string, ...values: Value[]): Value =>
    callMember(run, 'System.JSONGenerator', name, generator, ...values);
  call('writeStartObject');
  call('writeStringField', 'abc', 'x');
  call('writeNumberField', 'n', 1);
  call('writeFieldName', 'list');
  call('writeStartArray');
  call('writeNull');
  call('writeDate', new ApexDate(0));
  call('writeEndArray');
  call('writeObjectField', 'line', run.make('Line'));
  assert.throws(() => call('writeString', 'lost'), refusal('Can not write text value, expecting field name'));
  assert.throws(() => call('writeEndArray'), refusal('Current context not an ARRAY but OBJECT'));
  call('writeEndObject');
  assert.equal(
    call('getAsString'),
    '{"abc":"x","n":1,"list":[null,"1970-01-01"],"line":{"amount":null,"isFree":null}}',
  );
  assert.equal(call('isClosed'), true);
});

test('texts, numbers and lists come back from JSON as they were', () => {
  const values = fc.oneof(
    fc.array(fc.string({ unit: 'binary' })).map((items): [Value[], ApexType] => [items, stringType]),
    fc.array(fc.integer()).map((items): [Value[], ApexType] => [items, integerType]),
    fc
      .array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }))
      .map((items): [Value[], ApexType] => [items, longType]),
    fc
      .array(fc.double({ noNaN: true, noDefaultInfinity: true }))
      .map((items): [Value[], ApexType] => [items.map((item) => new ApexDouble(item)), doubleType]),
  );
  fc.assert(
    fc.property(values, ([items, type]) => {
      const run = dataRun();
      for (const collection of [listOf(type), setOf(type)]) {
        const value = collection.kind === 'list' ? run.list(type, items) : run.set(type, items);
        for (const name of ['serialize', 'serializePretty']) {
          const text = String(json(run, name, value));
          assert.ok(run.equals(deserialize(run, text, collection), value));
        }
      }
    }),
  );
});

test('any JSON of JavaScript is read and written as JavaScript does', () => {
  fc.assert(
    fc.property(
      fc.jsonValue().filter((value) => !/[eE]\+?\d{3}|e-/.test(JSON.stringify(value))),
      (value) => {
        const run = dataRun();
        const written = json(run, 'serialize', json(run, 'deserializeUntyped', JSON.stringify(value)));
        assert.deepEqual(JSON.parse(String(written)), JSON.parse(JSON.stringify(value)));
      },
    ),
  );
});
