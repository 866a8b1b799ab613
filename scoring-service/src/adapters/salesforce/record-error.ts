import type { WriteResult } from '../../ports.ts';

/** Refusals of a record whose text is the platform's or the admin's own; others may quote the record. */
const toldCodes =
  /^(UNABLE_TO_LOCK_ROW|FIELD_CUSTOM_VALIDATION_EXCEPTION|ENTITY_IS_DELETED|INSUFFICIENT_ACCESS.*|INVALID_FIELD|INVALID_FIELD_FOR_INSERT_UPDATE|INVALID_CROSS_REFERENCE_KEY|REQUIRED_FIELD_MISSING|CANNOT_UPDATE_CONVERTED_LEAD)$/;

/** What the org says against one record. */
export const recordError = (code: string, message: string): NonNullable<WriteResult['error']> => ({
  code,
  message: toldCodes.test(code) ? message : 'The org refused the record.',
});
