import type { RecordError } from '../org.ts';
import type { DescribeSObject } from '../schema/describe.ts';

export type RecordExceptionError = {
  constituentField: string | null;
  duplicateRecordError: null;
  errorCode: string;
  field: string | null;
  fieldLabel: string | null;
  message: string;
};

/** The answer to a write that the org refused. */
export type ErrorWithOutput = {
  message: string;
  enhancedErrorType: 'RecordError';
  output: { errors: RecordExceptionError[]; fieldErrors: Record<string, RecordExceptionError[]> };
};

// The platform uses this text for new records too.
const writeFailed = 'An error occurred while trying to update the record. Please try again.';

const general = (errorCode: string, message: string): RecordExceptionError => ({
  constituentField: null,
  duplicateRecordError: null,
  errorCode,
  field: null,
  fieldLabel: null,
  message,
});

/** An error of a field; the error of a part of an address or a name belongs to the compound field. */
function ofField(describe: DescribeSObject, error: RecordExceptionError, name: string): RecordExceptionError {
  const field = describe.fields.find((one) => one.name === name);
  const whole = describe.fields.find((one) => one.name === field?.compoundFieldName);
  return {
    ...error,
    constituentField: whole === undefined ? null : name,
    field: whole?.name ?? name,
    fieldLabel: (whole ?? field)?.label ?? name,
  };
}

/** The errors of a refused write, split into field errors and record errors. */
export function showRecordErrors(describe: DescribeSObject, errors: readonly RecordError[]): ErrorWithOutput {
  const output: ErrorWithOutput['output'] = { errors: [], fieldErrors: {} };
  for (const { statusCode, message, fields } of errors) {
    const error = general(statusCode, message);
    if (fields.length === 0) output.errors.push(error);
    for (const name of fields) {
      const shown = ofField(describe, error, name);
      const key = shown.field ?? name;
      output.fieldErrors[key] = [...(output.fieldErrors[key] ?? []), shown];
    }
  }
  return { message: writeFailed, enhancedErrorType: 'RecordError', output };
}

/** The error for a record that was changed after the client had read it. */
export function showConflict(userName: string): ErrorWithOutput {
  const message = `This record was modified by ${userName} during your edit session. Make a note of the data you entered, then reload the record and enter your updates again.`;
  return {
    message,
    enhancedErrorType: 'RecordError',
    output: { errors: [general('PRECONDITION_FAILED', message)], fieldErrors: {} },
  };
}
