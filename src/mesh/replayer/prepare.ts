import { bodyOf, propertiesOf } from '../letters/letter-content';
import type { Letter } from '../letters/letter';
import type { ContentStore } from '../ports/content-store';
import { type Outgoing, outgoing } from './outgoing';
import type { Replay } from './replay';

/** What a letter goes out as, once what is large of it is at hand. `at` is when this replay took it. */
export const prepare = async (
  contents: ContentStore,
  { content, ...letter }: Letter,
  { id, by, options }: Replay,
  at: number,
): Promise<Outgoing> => {
  const [body, properties] = await Promise.all([bodyOf(contents, content), propertiesOf(contents, content)]);
  if (!body || !properties) return { kind: 'refused', reason: 'what it carried was erased' };
  return outgoing({
    letter,
    body,
    properties,
    contentType: content.contentType,
    replay: { id, at, by: by.id },
    options,
  });
};
