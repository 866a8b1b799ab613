import type { Implementation } from '../library.ts';
import { ApexFault } from '../run.ts';

/** The fault of a method that takes no null. */
export const nullArgument = (): ApexFault => new ApexFault('System.NullPointerException', 'Argument cannot be null.');

/** Members that take no null: each of them checks its arguments first. A receiver is never null. */
export function withoutNulls(members: Readonly<Record<string, Implementation>>): Record<string, Implementation> {
  return Object.fromEntries(
    Object.entries(members).map(([signature, code]): [string, Implementation] => [
      signature,
      (run, ...values) => {
        for (const value of values) if (value === null) throw nullArgument();
        return code(run, ...values);
      },
    ]),
  );
}

export const typeFault = (message: string): ApexFault => new ApexFault('System.TypeException', message);
export const stringFault = (message: string): ApexFault => new ApexFault('System.StringException', message);
export const mathFault = (message: string): ApexFault => new ApexFault('System.MathException', message);

/** The longest text that the platform makes. */
const MAXIMUM_LENGTH = 6_000_000;

/** Refuses a text that would be longer than the platform allows. */
export function checkLength(length: number): void {
  if (length > MAXIMUM_LENGTH) throw stringFault(`String length exceeds maximum: ${MAXIMUM_LENGTH}`);
}
