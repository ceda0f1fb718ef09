import { instant, list, object, text } from './parts';

export const Health = object(['status', 'parts'], {
  status: { type: 'string', enum: ['up', 'behind', 'down'], description: 'The worst of all parts.' },
  parts: list(
    object(['name', 'status'], {
      name: text('The part.'),
      status: { type: 'string', enum: ['up', 'behind', 'down'], description: 'How it is.' },
      detail: text('More about it.'),
      at: instant('When the monitor last looked at it, where nobody looked just now.'),
    }),
    'Each part of the mesh.',
  ),
});
