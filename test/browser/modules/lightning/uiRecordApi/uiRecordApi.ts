// Lightning Data Service on the UI API of the org. Unlike the platform it has no shared cache: every wire makes its own
// calls, so that tests never count fewer calls than on the platform.
import { request } from 'shell/request';

type Field = string | { objectApiName: string; fieldApiName: string };
type RecordConfig = { recordId?: string; fields?: Field | Field[]; optionalFields?: Field | Field[] };
type UiRecord = { fields?: Record<string, { value: unknown; displayValue?: string | null } | undefined> };
type Wired = { data?: unknown; error?: unknown };

const root = '/services/data/v65.0/ui-api/records';

const nameOf = (field: Field): string =>
  typeof field === 'string' ? field : `${field.objectApiName}.${field.fieldApiName}`;
const namesOf = (fields: Field | Field[] | undefined): string[] =>
  fields === undefined ? [] : [fields].flat().map(nameOf);

const live = new Set<{ recordId?: string; run(): Promise<void> }>();

export class getRecord {
  #config: RecordConfig = {};
  #callback: (value: Wired) => void;
  #newest = 0;

  constructor(callback: (value: Wired) => void) {
    this.#callback = callback;
    callback({ data: undefined, error: undefined });
  }

  get recordId(): string | undefined {
    return this.#config.recordId;
  }

  connect(): void {
    live.add(this);
  }

  disconnect(): void {
    live.delete(this);
  }

  update(config: RecordConfig): void {
    const isComplete = config.recordId !== undefined && Object.values(config).every((value) => value !== undefined);
    if (!isComplete || namesOf(config.fields).length + namesOf(config.optionalFields).length === 0) return;
    this.#config = config;
    void this.run();
  }

  async run(): Promise<void> {
    this.#newest += 1;
    const mine = this.#newest;
    const { recordId = '', fields, optionalFields } = this.#config;
    const asked = new URLSearchParams();
    if (namesOf(fields).length > 0) asked.set('fields', namesOf(fields).join(','));
    if (namesOf(optionalFields).length > 0) asked.set('optionalFields', namesOf(optionalFields).join(','));
    const result = await request('GET', `${root}/${recordId}?${asked}`).then(
      (data): Wired => ({ data, error: undefined }),
      (error: unknown): Wired => ({ data: undefined, error }),
    );
    if (mine === this.#newest) this.#callback(result);
  }
}

type Batch = { recordIds: string[]; optionalFields?: Field | Field[] };

/** Several records in one call; a record that cannot be read has an error in its place. */
export class getRecords {
  #callback: (value: Wired) => void;
  #newest = 0;

  constructor(callback: (value: Wired) => void) {
    this.#callback = callback;
    callback({ data: undefined, error: undefined });
  }

  connect(): void {}

  disconnect(): void {}

  update({ records }: { records?: Batch[] }): void {
    const [batch] = records ?? [];
    if (batch === undefined || batch.recordIds.length === 0) return;
    this.#newest += 1;
    const mine = this.#newest;
    const asked = new URLSearchParams({ optionalFields: namesOf(batch.optionalFields).join(',') });
    void request('GET', `${root}/batch/${batch.recordIds.join(',')}?${asked}`)
      .then(
        (data): Wired => ({ data, error: undefined }),
        (error: unknown): Wired => ({ data: undefined, error }),
      )
      .then((result) => {
        if (mine === this.#newest) this.#callback(result);
      });
  }
}

export const getFieldValue = (record: UiRecord | undefined, field: Field): unknown =>
  nameOf(field)
    .split('.')
    .slice(1)
    .reduce<unknown>((value, name) => (value as UiRecord | undefined)?.fields?.[name]?.value, record);

export const getFieldDisplayValue = (record: UiRecord | undefined, field: Field): string | null | undefined =>
  record?.fields?.[nameOf(field).split('.').at(-1) ?? '']?.displayValue;

const refresh = async (ids: string[]): Promise<void> => {
  await Promise.all([...live].filter(({ recordId = '' }) => ids.includes(recordId)).map((wire) => wire.run()));
};

export const notifyRecordUpdateAvailable = (records: { recordId: string }[]): Promise<void> =>
  refresh(records.map(({ recordId }) => recordId));

export const createRecord = (input: { apiName: string; fields: Record<string, unknown> }): Promise<unknown> =>
  request('POST', root, input);

export async function updateRecord({ fields: { Id, ...fields } }: { fields: { Id: string } }): Promise<unknown> {
  const record = await request('PATCH', `${root}/${Id}`, { fields });
  await refresh([Id]);
  return record;
}

export async function deleteRecord(recordId: string): Promise<void> {
  await request('DELETE', `${root}/${recordId}`);
}
