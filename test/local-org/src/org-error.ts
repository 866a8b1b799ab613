/** A refusal in the platform's words; the HTTP server turns it into `[{message, errorCode, fields}]`. */
export class OrgError extends Error {
  readonly code: string;
  readonly status: number;
  readonly fields: string[];

  constructor(
    code: string,
    message: string,
    { status = 400, fields = [] }: { status?: number; fields?: string[] } = {},
  ) {
    super(message);
    this.name = 'OrgError';
    this.code = code;
    this.status = status;
    this.fields = fields;
  }
}
