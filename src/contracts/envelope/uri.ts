/** Characters of RFC 3986, and percent-encoded octets. */
const CHARACTERS = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/;
/** The parts of RFC 3986, appendix B: scheme, authority, path, query, fragment. */
const PARTS = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*$/;
const AUTHORITY = /^(?:[^@[\]]*@)?(?:\[[0-9A-Fa-f:.]+\]|\[v[0-9A-Fa-f]+\.[^@[\]/]+\]|[^@:[\]]*)(?::[0-9]*)?$/;

interface Parts {
  scheme: string | undefined;
  fragment: string | undefined;
}

const partsOf = (text: string): Parts | undefined => {
  if (!CHARACTERS.test(text)) return undefined;
  const [, scheme, authority, path, query, fragment] = PARTS.exec(text) ?? [];
  const rest = `${path ?? ''}${query ?? ''}${fragment ?? ''}`;
  // A colon first would be a scheme without a name; brackets and a second # stand for nothing outside a host.
  if (/[[\]#]/.test(rest) || (scheme === undefined && text.startsWith(':'))) return undefined;
  if (scheme !== undefined && !SCHEME.test(scheme)) return undefined;
  if (authority !== undefined && !AUTHORITY.test(authority)) return undefined;
  return { scheme, fragment };
};

/** @see https://www.rfc-editor.org/rfc/rfc3986#section-4.1 */
export const isUriReference = (text: string): boolean => partsOf(text) !== undefined;

/** With a scheme and without a fragment. @see https://www.rfc-editor.org/rfc/rfc3986#section-4.3 */
export const isAbsoluteUri = (text: string): boolean => {
  const parts = partsOf(text);
  return parts?.scheme !== undefined && parts.fragment === undefined;
};
