import type { Org } from '../org.ts';

/** The users that flows run as, and whom mails about errors go to. */
export class FlowUsers {
  readonly #org: Org;
  readonly #defaultWorkflowUser: string | undefined;

  constructor(org: Org, defaultWorkflowUser: string | undefined) {
    this.#org = org;
    this.#defaultWorkflowUser = defaultWorkflowUser;
  }

  details(id: string): { name: string; email: string } {
    const [row] = this.#org.inspect('SELECT "Name", "Email" FROM "User" WHERE "Id" = ?', id);
    const text = (value: unknown): string => (typeof value === 'string' ? value : '');
    return { name: text(row?.['Name']), email: text(row?.['Email']) };
  }

  /** The user, if still active; else the default workflow user or, without one, the first administrator. */
  active(id: string | undefined): string {
    if (id !== undefined && this.#isActive(id)) return id;
    const named = this.#defaultWorkflowUser === undefined ? undefined : this.#org.userId(this.#defaultWorkflowUser);
    if (named !== undefined) return named;
    const [admin] = this.#org.inspect(
      `SELECT u."Id" FROM "User" u JOIN "Profile" p ON p."Id" = u."ProfileId"
       WHERE p."Name" = 'System Administrator' AND u."IsActive" = 1 ORDER BY u."Id"`,
    );
    return typeof admin?.['Id'] === 'string' ? admin['Id'] : '';
  }

  #isActive(id: string): boolean {
    return this.#org.inspect('SELECT 1 FROM "User" WHERE "Id" = ? AND "IsActive" = 1', id).length > 0;
  }
}
