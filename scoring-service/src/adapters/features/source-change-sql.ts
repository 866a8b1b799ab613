import type { ProfileSource } from '../../domain/features/feature-catalogue.ts';
import { aliases, profileSources } from './rebuilt-sql.ts';
import type { Relations } from './sql-text.ts';

/** When the record of a source had last been changed, where `source_change` is joined. */
export const sourceChangedAt = (source: ProfileSource): string => `x.${source}_at`;

/**
 * For the merge policy "Most recently changed": when each record of a profile had last been changed at the moment it is
 * looked at, as the history of the fields that are read tells, else when it was created. LastModifiedDate would say it of
 * today: it moves with what came after that moment, with the goal itself and with every score that is written.
 * `joins` are those of the subject.
 */
export const sourceChangeRelation = (joins: string): Relations[number] => {
  const moments = profileSources.map((source) => {
    const alias = aliases[source];
    const changes = `SELECT max(h.created_date) FROM ${source}_history h
         WHERE h.${source}_id = ${alias}.id AND h.created_date <= s.as_of`;
    return `coalesce((${changes}), ${alias}.created_date) AS ${source}_at`;
  });
  return ['source_change', `SELECT s.record_id, s.as_of, ${moments.join(',\n       ')} FROM snap s ${joins}`];
};

export const sourceChangeJoin = 'LEFT JOIN source_change x ON x.record_id = s.record_id AND x.as_of = s.as_of';
