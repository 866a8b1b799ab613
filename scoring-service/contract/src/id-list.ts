import { z } from 'zod';
import { recordIdSchema } from './record-id.ts';

/** A list of record ids for a scoring run; it is deleted when no run uses it within a day. */
export const idListSchema = z.strictObject({ id: z.uuid() }).meta({ id: 'IdList' });
export type IdList = z.infer<typeof idListSchema>;

/** The largest part of a list. */
export const mostIdsAPart = 10_000;

/** Some ids of a list; a part that is sent again replaces the earlier one. */
export const idListPartSchema = z
  .strictObject({
    recordIds: z.array(recordIdSchema).min(1).max(mostIdsAPart),
  })
  .meta({ id: 'IdListPart' });
export type IdListPart = z.infer<typeof idListPartSchema>;
