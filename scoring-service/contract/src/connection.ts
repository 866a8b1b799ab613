import { z } from 'zod';

/** One check of the connection; `action` is the next step where it is not done. */
export const connectionCheckSchema = z
  .strictObject({
    name: z.string(),
    isDone: z.boolean(),
    /** True where the org does not tell the integration user what the check needs: nothing may be wrong. */
    isUnknown: z.boolean().optional(),
    detail: z.string(),
    action: z.string().optional(),
  })
  .meta({ id: 'ConnectionCheck' });
export type ConnectionCheck = z.infer<typeof connectionCheckSchema>;

/** Whether service and org can work together. */
export const connectionSchema = z
  .strictObject({
    version: z.string(),
    /** The service's own `contractVersion`. */
    contractVersion: z.int(),
    /** Absent, like the user, while the org does not respond. */
    orgId: z.string().optional(),
    /** The integration user. */
    username: z.string().optional(),
    /** What the caller's token allows. */
    rights: z.enum(['score', 'manage']),
    apiUsage: z.strictObject({ used: z.int(), limit: z.int() }).optional(),
    /** The share of the org's daily API calls at which background work stops. Older services do not report it. */
    apiShare: z.number().optional(),
    checks: z.array(connectionCheckSchema),
  })
  .meta({ id: 'Connection' });
export type Connection = z.infer<typeof connectionSchema>;
