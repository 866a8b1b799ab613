import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { seededRandom } from '@plumbline/learning';
import { DAY_MS } from '../../../../scoring-service/src/domain/time.ts';

/** Whether the org has field history of what conversions fill. */
export type Fills = 'tracked' | 'untracked';

type Row = Record<string, string>;

/** Share of the conversions into a contact, and an account, that existed before without an address. */
const EXISTING_SHARE = 0.5;
const EXISTED_DAYS = 400;

/**
 * Changes the pages of an extraction as if half of the conversions had filled e-mail address, mobile phone and account of a
 * contact that existed long before, instead of creating it.
 */
export async function fillByConversion(folder: string, fills: Fills): Promise<void> {
  const leads = await readPages(folder, 'lead');
  const histories = await readPages(folder, 'lead_history');
  const convertedAt = new Map(
    histories.rows.filter(({ field }) => field === 'leadConverted').map((row) => [row['lead_id'], row['created_date']]),
  );
  const [contacts, accounts, changes] = [
    await readPages(folder, 'contact'),
    await readPages(folder, 'account'),
    await readPages(folder, 'contact_history'),
  ];
  const contactOf = new Map(contacts.rows.map((row) => [row['id'], row]));
  const accountOf = new Map(accounts.rows.map((row) => [row['id'], row]));
  const random = seededRandom(1);
  for (const lead of leads.rows) {
    const contact = contactOf.get(lead['converted_contact_id']);
    const [at, created] = [convertedAt.get(lead['id']), Date.parse(lead['created_date'] ?? '')];
    const isNew = contact !== undefined && at !== undefined && Date.parse(contact['created_date'] ?? '') > created;
    if (!isNew || random() >= EXISTING_SHARE) continue;
    const before = new Date(created - EXISTED_DAYS * DAY_MS).toISOString();
    const account = accountOf.get(contact['account_id']);
    for (const row of [contact, ...(account ? [account] : [])]) row['created_date'] = before;
    Object.assign(contact, { email_key: lead['email_key'] ?? '', has_mobile_phone: '1' });
    if (fills === 'untracked') continue;
    const change = (field: string, values: Row): void => {
      const id = `017F${String(changes.rows.length).padStart(11, '0')}`;
      changes.rows.push({ id, contact_id: contact['id'] ?? '', field, created_date: at, ...values });
    };
    change('Email', {
      new_key: contact['email_key'] ?? '',
      new_presence: '1',
      new_mail_kind: contact['email_kind'] ?? '',
    });
    change('MobilePhone', { new_presence: '1' });
    change('Account', { new_value: contact['account_id'] ?? '' });
  }
  for (const pages of [contacts, accounts, changes]) await pages.write();
}

async function readPages(folder: string, table: string) {
  const isPage = new RegExp(`^${table}-\\d+\\.csv$`);
  const files = (await readdir(folder)).filter((file) => isPage.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const columns = (texts[0] ?? '').split('\n', 1)[0]?.split(',') ?? [];
  const rows = texts.flatMap((text) => parse(text, { columns: true }) as Row[]);
  const write = async (): Promise<void> => {
    for (const [index, file] of files.entries()) {
      const page = index === 0 ? rows.map((row) => columns.map((column) => row[column] ?? '')) : [];
      await writeFile(join(folder, file), stringify([columns, ...page]));
    }
  };
  return { rows, write };
}
