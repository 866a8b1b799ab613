/** The error that Lightning receives when an Apex method throws. */
export class ApexError extends Error {
  readonly exceptionType: string;

  constructor(message: string, exceptionType = 'System.AuraHandledException') {
    super(message);
    this.exceptionType = exceptionType;
  }
}
