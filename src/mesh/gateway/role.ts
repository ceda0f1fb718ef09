/** Roles in the caller's token, for users and for applications. */
export const ROLES = ['Mesh.Publish', 'Mesh.Read', 'Mesh.Operate', 'Mesh.Approve'] as const;
export type Role = (typeof ROLES)[number];

const KNOWN: ReadonlySet<unknown> = new Set(ROLES);
export const isRole = (value: unknown): value is Role => KNOWN.has(value);
