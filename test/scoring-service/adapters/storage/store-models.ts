import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ScoreReference } from '../../../../scoring-service/src/domain/scoring/reference.ts';
import type { StoreUnderTest } from './store-under-test.ts';
import { makeStoredModel, minutesLater } from './state-fixture.ts';

export function testModels(underTest: () => StoreUnderTest): void {
  test('a goal without a model has none', async () => {
    const { store } = underTest();
    assert.equal(await store.activeModel('goal'), undefined);
    assert.deepEqual(await store.modelCards('goal'), []);
  });

  test('a saved model is active and is read back completely', async () => {
    const { store } = underTest();
    const model = makeStoredModel('goal', '1');
    await store.saveModel(model);
    assert.deepEqual(await store.activeModel('goal'), model);
  });

  test('records are ranked by the newest complete reference of the active model', async () => {
    const { store } = underTest();
    const reference = (id: string): ScoreReference => ({
      ...{ id, records: 200, probabilities: [0.1 + 0.2, 1 / 3], fit: [-0.1, 0, 0.1], engagement: [0, 0, 1e-7] },
    });
    const of = { goalId: 'goal', modelVersion: '1', createdAt: minutesLater(1) };
    const isRankedBy = async (id: string | undefined): Promise<void> => {
      assert.deepEqual((await store.activeModel('goal'))?.reference, id === undefined ? undefined : reference(id));
    };
    await store.saveModel({ ...makeStoredModel('goal', '1'), reference: reference('training') });
    await isRankedBy('training');
    await store.saveReference(reference('run'), of);
    await isRankedBy('training');
    assert.deepEqual(await store.reference('run'), reference('run'));
    await store.completeReference('run');
    await isRankedBy('run');
    await store.saveReference(reference('of another goal'), { ...of, goalId: 'other', createdAt: minutesLater(3) });
    await store.completeReference('of another goal');
    await store.saveModel(makeStoredModel('goal', '2', minutesLater(2)));
    await isRankedBy(undefined);
    await store.deleteModels('goal');
    assert.equal(await store.reference('run'), undefined);
    assert.ok(await store.reference('of another goal'));
  });

  test('a model is read from the database once', async () => {
    const { store } = underTest();
    await store.saveModel(makeStoredModel('goal', '1'));
    const first = await store.activeModel('goal');
    assert.ok(first);
    assert.equal(await store.activeModel('goal'), first);
  });

  test('a new model replaces the active one and earlier ones stay, the newest first', async () => {
    const { store } = underTest();
    await store.saveModel(makeStoredModel('goal', '1'));
    await store.activeModel('goal');
    await store.saveModel(makeStoredModel('goal', '2', minutesLater(1)));
    assert.equal((await store.activeModel('goal'))?.version, '2');
    const cards = await store.modelCards('goal');
    assert.deepEqual(
      cards.map(({ version, isActive }) => ({ version, isActive })),
      [
        { version: '2', isActive: true },
        { version: '1', isActive: false },
      ],
    );
  });

  test('a model that must not replace the active one is stored as inactive', async () => {
    const { store } = underTest();
    await store.saveModel(makeStoredModel('goal', '1'));
    const weaker = makeStoredModel('goal', '2', minutesLater(1));
    await store.saveModel({ ...weaker, card: { ...weaker.card, isActive: false } });
    assert.equal((await store.activeModel('goal'))?.version, '1');
    assert.equal((await store.modelCards('goal')).length, 2);
  });

  test('every model of a goal can be read, the inactive ones too', async () => {
    const { store } = underTest();
    const first = makeStoredModel('goal', '1');
    await store.saveModel(first);
    await store.saveModel(makeStoredModel('goal', '2', minutesLater(1)));
    assert.deepEqual(await store.model('goal', '1'), { ...first, card: { ...first.card, isActive: false } });
    assert.deepEqual(await store.model('goal', '2'), makeStoredModel('goal', '2', minutesLater(1)));
    assert.equal(await store.model('goal', '3'), undefined);
    assert.equal(await store.model('other', '1'), undefined);
  });

  test('an activated earlier model is active for other processes too, and this can be undone', async () => {
    const { store, openAnother } = underTest();
    await store.saveModel(makeStoredModel('goal', '1'));
    await store.saveModel(makeStoredModel('goal', '2', minutesLater(1)));
    const another = openAnother();
    assert.equal((await another.activeModel('goal'))?.version, '2');
    assert.equal(await store.activateModel('goal', '1'), '2');
    assert.equal((await store.activeModel('goal'))?.version, '1');
    assert.equal((await another.activeModel('goal'))?.version, '1');
    assert.equal((await another.model('goal', '2'))?.card.isActive, false);
    assert.equal(await another.activateModel('goal', '2'), '1');
    assert.equal((await store.activeModel('goal'))?.version, '2');
    assert.equal(await store.activateModel('goal', '2'), '2');
  });

  test('activating an unknown model keeps the active one', async () => {
    const { store } = underTest();
    await store.saveModel(makeStoredModel('goal', '1'));
    await assert.rejects(store.activateModel('goal', '9'), { kind: 'model.not-found' });
    assert.equal((await store.activeModel('goal'))?.version, '1');
  });

  test('the realised outcomes are on the card, also of the model in memory', async () => {
    const { store } = underTest();
    const realised = {
      measuredAt: minutesLater(3).toISOString(),
      bands: [{ band: 'High' as const, records: 3, conversions: 2, expected: 2.4, conversion: 2 / 3 }],
    };
    await store.saveModel(makeStoredModel('goal', '1'));
    await store.activeModel('goal');
    await store.saveRealised('goal', '1', realised);
    assert.deepEqual((await store.activeModel('goal'))?.card.realised, realised);
    assert.deepEqual((await store.modelCards('goal'))[0]?.realised, realised);
  });

  test('saving a model twice stores it once', async () => {
    const { store } = underTest();
    await store.saveModel(makeStoredModel('goal', '1'));
    await store.saveModel(makeStoredModel('goal', '1'));
    assert.equal((await store.modelCards('goal')).length, 1);
    assert.deepEqual(await store.activeModel('goal'), makeStoredModel('goal', '1'));
  });

  test('a model that cannot be saved leaves the earlier one active', async () => {
    const { store } = underTest();
    await store.saveModel(makeStoredModel('goal', '1'));
    const broken = { ...makeStoredModel('goal', '2'), trainedAt: new Date(Number.NaN) };
    await assert.rejects(store.saveModel(broken), { name: 'ScoringError', kind: 'store.failed' });
    assert.equal((await store.activeModel('goal'))?.version, '1');
  });

  test('another process notices a new model, a model trained again under its version, and a deletion', async () => {
    const { store, openAnother } = underTest();
    const another = openAnother();
    await store.saveModel(makeStoredModel('goal', '1'));
    assert.equal((await another.activeModel('goal'))?.version, '1');
    await store.saveModel(makeStoredModel('goal', '2'));
    assert.equal((await another.activeModel('goal'))?.version, '2');
    await store.saveModel(makeStoredModel('goal', '2', minutesLater(5)));
    assert.deepEqual((await another.activeModel('goal'))?.trainedAt, minutesLater(5));
    await store.deleteModels('goal');
    assert.equal(await another.activeModel('goal'), undefined);
  });

  test('deleting the models of a goal leaves those of others', async () => {
    const { store } = underTest();
    await store.saveModel(makeStoredModel('goal', '1'));
    await store.saveModel(makeStoredModel('other', '1'));
    await store.deleteModels('goal');
    assert.equal(await store.activeModel('goal'), undefined);
    assert.deepEqual(await store.modelCards('goal'), []);
    assert.equal((await store.activeModel('other'))?.goalId, 'other');
  });

  test('the error for an unreadable stored model names the next step', async () => {
    const { store, database } = underTest();
    await store.saveModel(makeStoredModel('goal', '1'));
    await database.kysely
      .updateTable('models')
      .set({ model: Uint8Array.of(1, 2, 3) })
      .execute();
    await assert.rejects(store.activeModel('goal'), { kind: 'model.invalid', actions: ['Train the goal again.'] });
  });

  test('a stored plan or card of another shape is refused', async () => {
    const { store, database } = underTest();
    await store.saveModel(makeStoredModel('goal', '1'));
    await database.kysely.updateTable('models').set({ plan: '{"tables": 3}' }).execute();
    await assert.rejects(store.activeModel('goal'), { kind: 'model.invalid' });
    await database.kysely.updateTable('models').set({ card: '{}' }).execute();
    await assert.rejects(store.modelCards('goal'), { kind: 'model.invalid' });
  });
}
