import type { IndividualFlags } from './customer-plan.ts';
import type { Person } from './person.ts';
import { recordId } from './record-ids.ts';
import type { RowBatch } from './row-batch.ts';
import { systemFields } from './system-fields.ts';

/** Writes the Individual of a person: what may be done with the person's data. */
export function addIndividual(
  batch: RowBatch,
  {
    index,
    person,
    flags,
    atMs,
    by,
  }: { index: number; person: Person; flags: IndividualFlags; atMs: number; by: string },
): void {
  batch.add('Individual', {
    Id: recordId('Individual', index),
    FirstName: person.firstName,
    LastName: person.lastName,
    Name: `${person.firstName} ${person.lastName}`,
    OwnerId: by,
    HasOptedOutProfiling: flags.dontProfile ? 1 : 0,
    HasOptedOutProcessing: flags.dontProcess ? 1 : 0,
    HasOptedOutSolicit: 0,
    HasOptedOutTracking: 0,
    HasOptedOutGeoTracking: 0,
    ShouldForget: flags.forget ? 1 : 0,
    SendIndividualData: 0,
    CanStorePiiElsewhere: 0,
    ...systemFields({ atMs, by }),
  });
}
