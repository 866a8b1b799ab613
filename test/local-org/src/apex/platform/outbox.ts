import type { SendEmailResultState } from '../library/messaging.ts';
import { ApexFault } from '../run.ts';
import type { Transaction } from '../transaction.ts';
import { classType } from '../types.ts';
import { ApexList, ApexSet } from '../values.ts';
import type { ApexObject, Value } from '../values.ts';
import { definePlatformClass, given } from './define.ts';

/** An e-mail or custom notification that code has sent: the org keeps it instead of sending it. */
export type SentMessage = {
  kind: 'email' | 'notification';
  sentAt: string;
  senderId: string;
  to: string[];
  subject: string;
  body: string;
};

/** Under which kind `org.kept` has what was sent, in the same transaction. */
export const outboxKind = 'apex outbox';

function keep(t: Transaction, message: Omit<SentMessage, 'sentAt' | 'senderId'>): void {
  t.beginOutbox();
  const number = String(t.org.kept.all(outboxKind).length + 1).padStart(8, '0');
  const sent: SentMessage = { ...message, sentAt: t.now().toISOString(), senderId: t.user.id };
  t.org.kept.put(outboxKind, number, sent);
}

const textOf = (email: ApexObject, name: string): string => {
  const value = email.fields[name] ?? null;
  return typeof value === 'string' ? value : '';
};

function textsOf(value: Value): string[] {
  const items = value instanceof ApexList ? value.items : value instanceof ApexSet ? [...value.entries.values()] : [];
  return items.map((one) => String(one as string));
}

/** Whom an e-mail goes to; a target is a user, contact or lead. */
function recipientsOf(email: ApexObject): string[] {
  const lists = ['toaddresses', 'ccaddresses', 'bccaddresses'].flatMap((name) => textsOf(email.fields[name] ?? null));
  const target = textOf(email, 'targetobjectid');
  return target === '' ? lists : [...lists, target];
}

function sendEmail(t: Transaction, emails: ApexList | null, allOrNone: boolean | null = true): Value {
  t.use('EmailInvocations');
  const results = given(emails).items.map((one, index) => {
    const email = given(one) as ApexObject;
    const to = recipientsOf(email);
    if (to.length > 0) {
      const body = textOf(email, 'htmlbody') || textOf(email, 'plaintextbody');
      keep(t, { kind: 'email', to, subject: textOf(email, 'subject'), body });
      return t.make('Messaging.SendEmailResult', { errors: [] } satisfies SendEmailResultState);
    }
    const message = 'Add a recipient to send an email.';
    if (allOrNone !== false) {
      throw new ApexFault(
        'System.EmailException',
        `SendEmail failed. First exception on row ${String(index)}; first error: REQUIRED_FIELD_MISSING, ${message}: []`,
        { dml: [{ index, id: null, message, statusCode: 'REQUIRED_FIELD_MISSING', fieldNames: [] }] },
      );
    }
    const error = { fields: [], message, statusCode: 'REQUIRED_FIELD_MISSING', targetObjectId: null };
    return t.make('Messaging.SendEmailResult', { errors: [error] } satisfies SendEmailResultState);
  });
  return t.list(classType('Messaging.SendEmailResult'), results);
}

export const outboxClasses = [
  definePlatformClass('System.Messaging', {
    'static List<Messaging.SendEmailResult> sendEmail(List<Messaging.Email> emails)': sendEmail,
    'static List<Messaging.SendEmailResult> sendEmail(List<Messaging.Email> emails, Boolean allOrNone)': sendEmail,
    'static void reserveSingleEmailCapacity(Integer count)': () => undefined,
    'static void reserveMassEmailCapacity(Integer count)': () => undefined,
  }),
  definePlatformClass('Messaging.CustomNotification', {
    'void send(Set<String> users)': (t, me: ApexObject, users: ApexSet | null) => {
      keep(t, {
        kind: 'notification',
        to: textsOf(given(users)),
        subject: textOf(me, 'title'),
        body: textOf(me, 'body'),
      });
      return undefined;
    },
  }),
];
