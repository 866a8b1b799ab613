/** An error of one record, in the platform's words (`statusCode` is from the official list). */
export type RecordError = { statusCode: string; message: string; fields: string[] };

/** Ends the writing of one record; its errors become the record's result. */
export class RecordRefusal extends Error {
  readonly errors: RecordError[];

  constructor(errors: RecordError[]) {
    super(errors.map((error) => `${error.statusCode}: ${error.message}`).join('; '));
    this.errors = errors;
  }
}

export const refusal = (statusCode: string, message: string, fields: string[] = []): RecordRefusal =>
  new RecordRefusal([{ statusCode, message, fields }]);
