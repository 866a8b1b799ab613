/**
 * What a client and a service must share to understand each other; it grows when a reply loses a field or a request needs
 * a further one.
 */
export const contractVersion = 1;
