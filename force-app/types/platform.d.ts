// Types of the platform modules that the components import; no npm package has all of them.

/** The error of a failed Apex call or wire. */
interface PlatformError {
  status?: number;
  body?:
    | {
        message?: string;
        exceptionType?: string;
        /** The field errors of a failed save. */
        output?: {
          errors?: { message: string; errorCode?: string }[];
          fieldErrors?: Record<string, { message: string; errorCode?: string; fieldLabel?: string }[]>;
        };
      }
    | { message?: string; errorCode?: string }[];
}

interface WireResult<T> {
  data?: T;
  error?: PlatformError;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the engine passes what the adapter takes
type WireAdapterClass = new (callback: (value: any) => void) => {
  update(config: Record<string, unknown>): void;
  connect(): void;
  disconnect(): void;
};

interface FieldReference {
  objectApiName: string;
  fieldApiName: string;
}

interface FieldValue {
  value: unknown;
  displayValue?: string | null;
}

interface RecordRepresentation {
  id: string;
  apiName: string;
  lastModifiedDate?: string | null;
  fields: Record<string, FieldValue>;
}

interface ObjectFieldInfo {
  apiName: string;
  label: string;
  dataType: string;
  createable: boolean;
  updateable: boolean;
  custom: boolean;
  required: boolean;
  length?: number;
}

interface ObjectInfo {
  apiName: string;
  label: string;
  labelPlural: string;
  keyPrefix: string | null;
  createable: boolean;
  updateable: boolean;
  deletable: boolean;
  defaultRecordTypeId: string | null;
  fields: Record<string, ObjectFieldInfo>;
}

interface PicklistEntry {
  label: string;
  value: string;
}

declare module '@salesforce/apex/*' {
  const method: (<T = unknown>(parameters?: Record<string, unknown>) => Promise<T>) & { adapter: WireAdapterClass };
  export default method;
}
declare module '@salesforce/apex' {
  export function refreshApex(wired: unknown): Promise<void>;
}
declare module '@salesforce/label/*' {
  const value: string;
  export default value;
}
declare module '@salesforce/schema/*' {
  const value: FieldReference;
  export default value;
}
declare module '@salesforce/customPermission/*' {
  const isGranted: boolean | undefined;
  export default isGranted;
}
declare module '@salesforce/userPermission/*' {
  const isGranted: boolean | undefined;
  export default isGranted;
}
declare module '@salesforce/user/Id' {
  const id: string;
  export default id;
}
declare module '@salesforce/i18n/*' {
  const value: string;
  export default value;
}
declare module '@salesforce/client/formFactor' {
  const formFactor: 'Large' | 'Medium' | 'Small';
  export default formFactor;
}
declare module 'lightning/actions' {
  export class CloseActionScreenEvent extends CustomEvent<void> {
    constructor();
  }
}
declare module 'lightning/flowSupport' {
  export class FlowNavigationFinishEvent extends CustomEvent<void> {
    constructor();
  }
  export class FlowAttributeChangeEvent extends CustomEvent<unknown> {
    constructor(attribute: string, value: unknown);
  }
}
declare module 'lightning/platformShowToastEvent' {
  export class ShowToastEvent extends CustomEvent<unknown> {
    constructor(options: {
      title: string;
      message?: string;
      variant?: 'info' | 'success' | 'warning' | 'error';
      mode?: 'dismissible' | 'pester' | 'sticky';
    });
  }
}
declare module 'lightning/uiRecordApi' {
  export const getRecord: { adapter: WireAdapterClass };
  export const getRecords: { adapter: WireAdapterClass };
  export function getFieldValue(record: unknown, field: FieldReference | string): unknown;
  export function getFieldDisplayValue(record: unknown, field: FieldReference | string): string | null | undefined;
  export function notifyRecordUpdateAvailable(records: { recordId: string }[]): Promise<void>;
  export function createRecord(input: {
    apiName: string;
    fields: Record<string, unknown>;
  }): Promise<RecordRepresentation>;
  export function updateRecord(input: {
    fields: Record<string, unknown> & { Id: string };
  }): Promise<RecordRepresentation>;
  export function deleteRecord(recordId: string): Promise<void>;
}
declare module 'lightning/uiObjectInfoApi' {
  export const getObjectInfo: { adapter: WireAdapterClass };
  export const getObjectInfos: { adapter: WireAdapterClass };
  export const getPicklistValues: { adapter: WireAdapterClass };
  export const getPicklistValuesByRecordType: { adapter: WireAdapterClass };
}
declare module 'lightning/navigation' {
  import type { LightningElement } from 'lwc';
  type PageReference = {
    type: string;
    attributes?: Record<string, unknown>;
    state?: Record<string, string | undefined>;
  };
  const Navigate: unique symbol;
  const GenerateUrl: unique symbol;
  interface Navigable {
    [Navigate](page: PageReference, replace?: boolean): void;
    [GenerateUrl](page: PageReference): Promise<string>;
  }
  type NavigableElement = Pick<typeof LightningElement, keyof typeof LightningElement> &
    (new () => LightningElement & Navigable);
  export const NavigationMixin: {
    (base: typeof LightningElement): NavigableElement;
    readonly Navigate: typeof Navigate;
    readonly GenerateUrl: typeof GenerateUrl;
  };
  export const CurrentPageReference: { adapter: WireAdapterClass };
}
declare module 'lightning/modal' {
  import { LightningElement } from 'lwc';
  export default class LightningModal extends LightningElement {
    static open<T = unknown>(properties: {
      label: string;
      size?: 'small' | 'medium' | 'large' | 'full';
      description?: string;
      disableClose?: boolean;
      [property: string]: unknown;
    }): Promise<T | undefined>;
    size: string;
    label: string;
    description: string;
    disableClose: boolean;
    close(result?: unknown): void;
  }
}
declare module 'lightning/confirm' {
  export default class LightningConfirm {
    static open(properties: {
      message: string;
      label?: string;
      variant?: 'header' | 'headerless';
      theme?: 'default' | 'warning' | 'error' | 'info' | 'success';
    }): Promise<boolean>;
  }
}
