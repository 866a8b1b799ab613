/**
 * Clients and services with the same number are compatible; it increases when a reply loses a field or a request needs a
 * new one.
 */
export const contractVersion = 1;

/** Sent with every request and every reply: the `contractVersion` of the sender. */
export const contractHeader = 'Plumbline-Contract-Version';

/** Sent with every request of a client that works for an org: the id of that org. */
export const orgIdHeader = 'Plumbline-Org-Id';

/** Sent with every request: which part of the product calls. */
export const clientHeader = 'Plumbline-Client';

/** The parts of the product that call the service. */
export const clientNames = ['package', 'plugin'] as const;
export type ClientName = (typeof clientNames)[number];
