import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openedOrg, throwsCode } from './opened-org.ts';

const plain = openedOrg();
const featured = openedOrg({
  features: ['SharedActivities', 'MultiCurrency', 'AdvancedCurrency', 'PersonAccounts'],
});
const { insert, rows, row, update, rep } = featured;
const meeting = { StartDateTime: '2026-03-05T10:00:00Z', DurationInMinutes: 30 };

test('objects and fields of a feature exist in orgs that have it', () => {
  for (const object of ['TaskRelation', 'CurrencyType', 'DatedConversionRate']) {
    throwsCode(() => plain.rows(`SELECT Id FROM ${object}`), 'INVALID_TYPE');
    assert.ok(Array.isArray(rows(`SELECT Id FROM ${object}`)));
  }
  const columns = { Lead: 'CurrencyIsoCode', Account: 'IsPersonAccount', EventRelation: 'IsWhat' };
  for (const [object, column] of Object.entries(columns)) {
    throwsCode(() => plain.rows(`SELECT ${column} FROM ${object}`), 'INVALID_FIELD');
    assert.ok(Array.isArray(rows(`SELECT ${column} FROM ${object}`)));
  }
});

test('a colleague who is invited has a child event; an invited contact has none', () => {
  for (const { insert, rows, rep } of [plain, featured]) {
    const contact = insert('Contact', { LastName: 'Al' });
    const event = insert('Event', { ...meeting, WhoId: contact });
    insert('EventRelation', { EventId: event, RelationId: rep });
    insert('EventRelation', { EventId: event, RelationId: insert('Contact', { LastName: 'Bo' }) });
    const events = rows(`SELECT OwnerId, IsChild, IsGroupEvent FROM Event WHERE WhoId = '${contact}' ORDER BY IsChild`);
    assert.deepEqual(
      events.map(({ IsChild, IsGroupEvent }) => [IsChild, IsGroupEvent]),
      [
        [false, true],
        [true, true],
      ],
    );
    assert.equal(events[1]?.OwnerId, rep);
  }
});

test('a series has a master and its occurrences', () => {
  const lead = insert('Lead', { LastName: 'L', Company: 'X' });
  const series = {
    ...{ IsRecurrence: true, RecurrenceType: 'RecursWeekly', RecurrenceInterval: 1 },
    ...{ RecurrenceStartDateTime: meeting.StartDateTime, RecurrenceEndDateOnly: '2026-03-20' },
  };
  const master = insert('Event', { ...meeting, ...series, WhoId: lead });
  const occurrences = rows(
    `SELECT StartDateTime, RecurrenceActivityId FROM Event WHERE WhoId = '${lead}' AND IsRecurrence = false ORDER BY StartDateTime`,
  );
  assert.deepEqual(
    occurrences.map(({ StartDateTime }) => String(StartDateTime).slice(0, 10)),
    ['2026-03-05', '2026-03-12', '2026-03-19'],
  );
  assert.ok(occurrences.every(({ RecurrenceActivityId }) => RecurrenceActivityId === master));
});

test('with Shared Activities a task keeps its person and record among its relations, and has further people', () => {
  const [first, second] = ['A', 'B'].map((LastName) => insert('Contact', { LastName }));
  const account = insert('Account', { Name: 'Acme' });
  const task = insert('Task', { WhoId: first, WhatId: account, TaskSubtype: 'Call' });
  insert('TaskRelation', { TaskId: task, RelationId: second });
  const read = () =>
    rows(`SELECT RelationId, IsWhat FROM TaskRelation WHERE TaskId = '${task}' ORDER BY IsWhat, RelationId`).map(
      ({ RelationId, IsWhat }) => [RelationId, IsWhat],
    );
  assert.deepEqual(read(), [
    [first, false],
    [second, false],
    [account, true],
  ]);
  assert.equal(
    row(`SELECT (SELECT Task.TaskSubtype FROM TaskRelations) FROM Contact WHERE Id = '${second}'`).TaskRelations !==
      null,
    true,
  );
  update('Task', { Id: task, WhoId: null });
  assert.deepEqual(read(), [
    [second, false],
    [account, true],
  ]);
});

test('an e-mail relates to its people, with their object', () => {
  const lead = insert('Lead', { LastName: 'L', Company: 'X' });
  const email = insert('EmailMessage', { Subject: 'Hello', Status: '3' });
  insert('EmailMessageRelation', { EmailMessageId: email, RelationId: lead, RelationType: 'ToAddress' });
  insert('EmailMessageRelation', { EmailMessageId: email, RelationId: rep, RelationType: 'FromAddress' });
  assert.deepEqual(
    rows(
      `SELECT RelationObjectType FROM EmailMessageRelation WHERE EmailMessageId = '${email}' ORDER BY RelationType`,
    ).map(({ RelationObjectType }) => RelationObjectType),
    ['User', 'Lead'],
  );
});

test('records have a currency, the corporate one unless given; dated rates follow each other', () => {
  insert('CurrencyType', { IsoCode: 'EUR', ConversionRate: 0.8, IsActive: true });
  const [own, other] = [{}, { CurrencyIsoCode: 'EUR' }].map((currency) =>
    insert('Account', { Name: 'Acme', AnnualRevenue: 100, ...currency }),
  );
  assert.equal(row(`SELECT CurrencyIsoCode FROM Account WHERE Id = '${own}'`).CurrencyIsoCode, 'USD');
  assert.equal(row(`SELECT CurrencyIsoCode FROM Account WHERE Id = '${other}'`).CurrencyIsoCode, 'EUR');
  for (const StartDate of ['2026-01-01', '2026-02-01']) {
    insert('DatedConversionRate', { IsoCode: 'EUR', StartDate, ConversionRate: 0.9 });
  }
  assert.deepEqual(
    rows('SELECT NextStartDate FROM DatedConversionRate ORDER BY StartDate').map(({ NextStartDate }) => NextStartDate),
    ['2026-02-01', '9999-12-31'],
  );
});

test('an account with a last name is a person account with one contact behind it', () => {
  const account = insert('Account', { LastName: 'Doe', FirstName: 'Jo', PersonEmail: 'jo@doe.test' });
  const person = row(`SELECT Name, IsPersonAccount, PersonContactId FROM Account WHERE Id = '${account}'`);
  assert.deepEqual([person.Name, person.IsPersonAccount], ['Jo Doe', true]);
  update('Account', { Id: account, PersonTitle: 'Chief' });
  const contact = row(`SELECT Id, Name, Email, Title, IsPersonAccount FROM Contact WHERE AccountId = '${account}'`);
  assert.equal(contact.Id, person.PersonContactId);
  assert.deepEqual(
    [contact.Name, contact.Email, contact.Title, contact.IsPersonAccount],
    ['Jo Doe', 'jo@doe.test', 'Chief', true],
  );
  assert.equal(
    row(`SELECT IsPersonAccount FROM Account WHERE Id = '${insert('Account', { Name: 'Acme' })}'`).IsPersonAccount,
    false,
  );
});

test('an amount is compared with a number of a currency by the rates, and with a bare number as it stands', () => {
  insert('CurrencyType', { IsoCode: 'JPY', ConversionRate: 150, IsActive: true, DecimalPlaces: 0 });
  const amounts: [CurrencyIsoCode: string, AnnualRevenue: number][] = [
    ['USD', 5001],
    ['USD', 4000],
    ['JPY', 7000],
    ['JPY', 900_000],
  ];
  const parents = amounts.map(([CurrencyIsoCode, AnnualRevenue]) =>
    insert('Account', { Name: 'Amounts', CurrencyIsoCode, AnnualRevenue }),
  );
  insert('Contact', { LastName: 'Child', AccountId: parents[3], CurrencyIsoCode: 'USD' });
  const found = (clause: string): unknown[] =>
    rows(
      `SELECT AnnualRevenue FROM Account WHERE Name = 'Amounts' AND AnnualRevenue ${clause} ORDER BY CreatedDate, Id`,
    ).map(({ AnnualRevenue }) => AnnualRevenue);
  assert.deepEqual(found('> 5000'), [5001, 7000, 900_000]);
  assert.deepEqual(found('> USD5000'), [5001, 900_000]);
  assert.deepEqual(found('<= JPY600000'), [4000, 7000]);
  assert.deepEqual(found('IN (USD6000, USD4000)'), [4000, 900_000]);
  assert.equal(rows("SELECT Id FROM Contact WHERE LastName = 'Child' AND Account.AnnualRevenue > USD5999").length, 1);
  assert.equal(rows("SELECT Id FROM Contact WHERE LastName = 'Child' AND Account.AnnualRevenue > USD6000").length, 0);
});
