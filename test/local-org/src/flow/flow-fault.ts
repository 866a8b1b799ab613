/** An error that a fault path of a flow can take. */
export class FlowFault extends Error {
  /** The platform's status code where a record could not be written. */
  readonly statusCode: string | undefined;

  constructor(message: string, { statusCode, cause }: { statusCode?: string; cause?: unknown } = {}) {
    super(message, { cause });
    this.name = 'FlowFault';
    this.statusCode = statusCode;
  }
}

/** An error that no fault path takes: it ends the transaction, as a limit does. */
export class FlowAbort extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'FlowAbort';
  }
}

const verbs: Record<string, string> = {
  query: 'look up records',
  insert: 'create records',
  update: 'update records',
  delete: 'delete records',
};

/** An error of a data element in the words that `$Flow.FaultMessage` has. */
export const dataFault = (
  operation: string,
  { statusCode, message }: { statusCode: string; message: string },
): FlowFault =>
  new FlowFault(
    `This error occurred when the flow tried to ${verbs[operation] ?? operation}: ${statusCode}: ${message}. You can look up ExceptionCode values in the SOAP API Developer Guide.`,
    { statusCode },
  );

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
