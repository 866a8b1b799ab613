import type { ObjectDefinition } from '../schema/object-definition.ts';
import { hourMs } from '../calendar.ts';

/** Whether the object is a platform event: published and subscribed to, never stored as a record. */
export const isPlatformEvent = ({ publishBehavior }: ObjectDefinition): boolean => publishBehavior !== undefined;

/** How long the event bus keeps an event, on the org's clock. */
export const retentionMs = 72 * hourMs;
