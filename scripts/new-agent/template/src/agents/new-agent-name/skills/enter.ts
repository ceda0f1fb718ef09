import { skill } from '../../../kit';
import type { Register } from '../register';

/** Makes the entry: an effect outside. The register knows the key, so repeating it changes nothing. */
export const enter = ({ register }: { register: Register }) =>
  skill({
    name: 'new-domain.enter@1',
    input: 'new-domain/entry@1',
    output: 'new-domain/receipt@1',
    effects: 'external',
    repeat: 'keyed',
    timeout: '10s',
    perform: (entry, { key, signal }) => register.enter(entry, { key, signal }),
  });
