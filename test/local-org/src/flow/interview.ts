import { randomUUID } from 'node:crypto';
import type { FlowAccess, FlowHost } from './flow-host.ts';
import type { FlowElement, FlowModel } from './model.ts';
import type { FlowRecord, FlowValue } from './values.ts';

/** What started an interview. */
export type FlowTrigger = {
  record: FlowRecord;
  /** As it was before an update. */
  prior: FlowRecord | undefined;
  isNew: boolean;
  /** Before the save, assignments to `$Record` are all that is written. */
  isBeforeSave: boolean;
};

/** Why an interview ended early. */
export type FlowFailure = { element: FlowElement | undefined; flow: FlowModel; error: Error };

/** An error that a flow shows to the user who saves the record. */
export type CustomError = { message: string; field: string | undefined };

export type LoopState = { items: FlowValue[]; index: number };

/** Where an interview is, inside of subflows too. */
export type Place = { flow: string; element: string; access: FlowAccess };

/** One run of a flow: its variables and where it is. */
export class Interview {
  readonly flow: FlowModel;
  readonly host: FlowHost;
  readonly access: FlowAccess;
  readonly trigger: FlowTrigger | undefined;
  readonly place: Place;
  readonly guid: string;
  readonly startedAt: Date;
  /** Variables, results of elements and fields of screens, by name. */
  readonly values = new Map<string, FlowValue>();
  readonly loops = new Map<string, LoopState>();
  readonly visited = new Set<string>();
  readonly errored = new Set<string>();
  readonly customErrors: CustomError[] = [];
  faultMessage: string | null = null;
  failure: FlowFailure | undefined;
  /** The screen at which an interview without further answers waits. */
  waitsAt: string | undefined;

  constructor({
    flow,
    host,
    access,
    trigger,
    place,
  }: {
    flow: FlowModel;
    host: FlowHost;
    access: FlowAccess;
    trigger?: FlowTrigger | undefined;
    /** Of the interview that this one is a subflow of. */
    place?: Place;
  }) {
    this.flow = flow;
    this.host = host;
    this.access = access;
    this.trigger = trigger;
    this.place = place ?? { flow: flow.name, element: '', access };
    this.guid = randomUUID();
    this.startedAt = host.now();
  }

  visit(element: FlowElement): void {
    this.visited.add(element.name);
    Object.assign(this.place, { flow: this.flow.name, element: element.name, access: this.access });
    this.host.visited?.(this.flow.name, element.name);
  }
}
