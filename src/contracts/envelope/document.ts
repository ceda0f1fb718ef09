import { CONSTANTS } from 'cloudevents';
import type { MeshEvent } from '../event';
import { isJsonType, parseMediaType } from './media-type';

/** A document that is not JSON, as data that is. */
export interface Document {
  document: string;
  encoding: 'text' | 'base64';
}

const documentOf = ({
  data,
  data_base64: bytes,
  datacontenttype = CONSTANTS.MIME_JSON,
}: MeshEvent): Document | undefined => {
  if (bytes !== undefined) return { document: bytes, encoding: 'base64' };
  const media = parseMediaType(datacontenttype);
  return typeof data === 'string' && media && !isJsonType(media)
    ? { document: data, encoding: 'text' }
    : undefined;
};

/**
 * An event as the mesh takes it in: data that is text or bytes, such as `application/xml`, becomes
 * `{ document, encoding }`, so that a schema can describe it. Data that is JSON stays as it is.
 */
export const asDocument = (event: MeshEvent): MeshEvent => {
  const document = documentOf(event);
  if (!document) return event;
  const { data_base64: _bytes, ...rest } = event;
  return { ...rest, data: document, datacontenttype: CONSTANTS.MIME_JSON };
};
