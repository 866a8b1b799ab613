import { stored } from '../library.ts';
import { ApexFault } from '../run.ts';
import type { Transaction } from '../transaction.ts';
import type { ApexObject, Value } from '../values.ts';
import { definePlatformClass, given } from './define.ts';
import type { PlatformCode } from './define.ts';

const partsOf = (builder: ApexObject): string[] => builder.native as string[];

const add: PlatformCode = (_t, me: ApexObject, value: Value) => {
  partsOf(me).push(JSON.stringify(String(given(value))));
  return me;
};

/** @throws ApexFault where the transaction has enqueued a job with the same signature; other transactions are not asked */
export function requireNewSignature(t: Transaction, options: ApexObject | null): void {
  const signature = options?.fields.duplicatesignature as ApexObject | null | undefined;
  if (signature === null || signature === undefined) return;
  const known = (t.state.get('job signatures') as Set<unknown> | undefined) ?? new Set();
  if (known.has(signature.native)) {
    throw new ApexFault(
      'System.DuplicateMessageException',
      'Attempt to enqueue job with duplicate queueable signature',
    );
  }
  t.state.set('job signatures', known.add(signature.native));
}

const builder = 'System.QueueableDuplicateSignature.Builder';

/** The options of a queueable job, and what makes two jobs the same. */
export const jobSignatureClasses = [
  definePlatformClass('System.AsyncOptions', {
    'new()': (t) => {
      const made = t.make('System.AsyncOptions', {});
      for (const name of ['maximumqueueablestackdepth', 'minimumqueueabledelayinminutes', 'duplicatesignature']) {
        made.fields[name] = null;
      }
      return made;
    },
    'Integer maximumQueueableStackDepth': stored as PlatformCode,
    'Integer minimumQueueableDelayInMinutes': stored as PlatformCode,
    'QueueableDuplicateSignature duplicateSignature': stored as PlatformCode,
  }),
  definePlatformClass('System.QueueableDuplicateSignature', {}),
  definePlatformClass(builder, {
    'new()': (t) => t.make(builder, []),
    [`${builder} addId(Id value)`]: add,
    [`${builder} addInteger(Integer value)`]: add,
    [`${builder} addString(String value)`]: add,
    'QueueableDuplicateSignature build()': (t, me: ApexObject) =>
      t.make('System.QueueableDuplicateSignature', partsOf(me).join()),
  }),
];
