export interface MediaType {
  /** Type and subtype, in lower case. */
  essence: string;
  /** In lower case, where it is given. */
  charset?: string;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const QUOTED = '"(?:[^"\\\\]|\\\\.)*"';
// Blanks stand before a semicolon or before a parameter, never in both parts of a repetition: matching stays linear.
const MEDIA_TYPE = new RegExp(`^${TOKEN}/${TOKEN}(?:[ \\t]*;(?:[ \\t]*${TOKEN}=(?:${TOKEN}|${QUOTED}))?)*$`);
const CHARSET = /;[ \t]*charset=(?:"([^"]*)"|([^;\s]*))/i;

/** Takes a media type apart; undefined when it is none (RFC 9110, section 8.3.1). */
export const parseMediaType = (text: string): MediaType | undefined => {
  const trimmed = text.trim();
  if (!MEDIA_TYPE.test(trimmed)) return undefined;
  const charset = CHARSET.exec(trimmed);
  return {
    essence: trimmed.split(';', 1)[0]!.trim().toLowerCase(),
    ...(charset && { charset: (charset[1] ?? charset[2]!).toLowerCase() }),
  };
};

/** Whether data of this type is JSON: `application/json`, `text/json`, and all that ends in `+json`. */
export const isJsonType = ({ essence }: MediaType): boolean => /^[^/]+\/(?:json|.+\+json)$/.test(essence);

/** Whether text of this type is UTF-8, which is what no charset means as well. */
export const isUtf8Type = ({ charset }: MediaType): boolean =>
  charset === undefined || ['utf-8', 'utf8', 'us-ascii'].includes(charset);
