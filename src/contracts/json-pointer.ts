/** A member's name as a token of a JSON Pointer. @see https://www.rfc-editor.org/rfc/rfc6901 */
export const escaped = (member: string): string => member.replaceAll('~', '~0').replaceAll('/', '~1');

/** The name of a member that a token of a JSON Pointer stands for. */
export const unescaped = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~');
