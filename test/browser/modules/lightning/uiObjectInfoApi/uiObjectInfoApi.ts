import { request } from 'shell/request';

type Wired = { data?: unknown; error?: unknown };
type Field = string | { objectApiName: string; fieldApiName: string };
type Named = string | { objectApiName: string };

const root = '/services/data/v65.0/ui-api/object-info';
const objectName = (object: Named): string => (typeof object === 'string' ? object : object.objectApiName);
const fieldPath = (field: Field): [string, string] => {
  const [object = '', name = ''] =
    typeof field === 'string' ? field.split('.') : [field.objectApiName, field.fieldApiName];
  return [object, name];
};

/** A wire adapter that reads one path of the UI API. */
const adapterOf = <Config extends object>(pathOf: (config: Config) => string) =>
  class {
    #callback: (value: Wired) => void;

    constructor(callback: (value: Wired) => void) {
      this.#callback = callback;
      callback({ data: undefined, error: undefined });
    }

    connect(): void {
      this.#callback({ data: undefined, error: undefined });
    }

    disconnect(): void {
      this.#callback = () => undefined;
    }

    update(config: Config): void {
      if (Object.values(config).some((value) => value === undefined)) return;
      request('GET', pathOf(config)).then(
        (data) => this.#callback({ data, error: undefined }),
        (error: unknown) => this.#callback({ data: undefined, error }),
      );
    }
  };

export const getObjectInfo = adapterOf(
  ({ objectApiName }: { objectApiName: Named }) => `${root}/${objectName(objectApiName)}`,
);

export const getObjectInfos = adapterOf(
  ({ objectApiNames }: { objectApiNames: Named[] }) => `${root}/batch/${objectApiNames.map(objectName).join(',')}`,
);

export const getPicklistValues = adapterOf(
  ({ recordTypeId, fieldApiName }: { recordTypeId: string; fieldApiName: Field }) => {
    const [object, field] = fieldPath(fieldApiName);
    return `${root}/${object}/picklist-values/${recordTypeId}/${field}`;
  },
);

export const getPicklistValuesByRecordType = adapterOf(
  ({ objectApiName, recordTypeId }: { objectApiName: Named; recordTypeId: string }) =>
    `${root}/${objectName(objectApiName)}/picklist-values/${recordTypeId}`,
);
