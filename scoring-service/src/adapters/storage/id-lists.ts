import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { Store } from '../../ports/adapters.ts';
import type { Tables } from './tables.ts';

type IdLists = Pick<Store, 'createIdList' | 'saveIdListPart' | 'idListParts' | 'idListPart' | 'deleteIdLists'>;

/** Uploaded lists of record ids to score, stored part by part. */
export function createIdLists(kysely: Kysely<Tables>): IdLists {
  return {
    async createIdList(id, createdAt) {
      await kysely.insertInto('id_lists').values({ id, created_at: createdAt }).execute();
    },

    async saveIdListPart(id, number, recordIds) {
      const list = await kysely.selectFrom('id_lists').select('id').where('id', '=', id).executeTakeFirst();
      if (!list) throw listNotFound(id);
      const record_ids = recordIds.join('\n');
      await kysely
        .insertInto('id_list_parts')
        .values({ list_id: id, number, record_ids })
        .onConflict((conflict) => conflict.columns(['list_id', 'number']).doUpdateSet({ record_ids }))
        .execute();
    },

    async idListParts(id) {
      const { parts } = await kysely
        .selectFrom('id_list_parts')
        .select((table) => table.fn.countAll<number>().as('parts'))
        .where('list_id', '=', id)
        .executeTakeFirstOrThrow();
      return parts;
    },

    async idListPart(id, afterNumber) {
      const row = await kysely
        .selectFrom('id_list_parts')
        .select(['number', 'record_ids'])
        .where('list_id', '=', id)
        .where('number', '>', afterNumber)
        .orderBy('number')
        .limit(1)
        .executeTakeFirst();
      return row && { number: row.number, recordIds: row.record_ids.split('\n') };
    },

    async deleteIdLists(createdBefore) {
      await sql`
        delete from id_lists where created_at < ${createdBefore}
          and id not in (select selection ->> 'idListId' from runs
            where ended_at is null and selection ->> 'idListId' is not null)`.execute(kysely);
    },
  };
}

const listNotFound = (id: string): ScoringError =>
  new ScoringError('id-list.not-found', {
    message: `There is no id list ${id}.`,
    actions: ['Create a new id list. A list that no run uses is deleted after one day.'],
  });
