/**
 * Clients and services with the same number are compatible; it increases when a reply loses a field or a request needs a
 * new one.
 */
export const contractVersion = 1;
