import { keysetPage, newestFirst, type TimeKey } from '../../keyset-page';
import { type Act, type ActStore, EVERYBODY } from '../act-store';

const keyOf = ({ at, id }: Act): TimeKey => [at, id];

/** Acts of operators in memory. */
export const memoryActStore = (): ActStore => {
  const acts = new Map<string, Act>();
  return {
    record: async (act) => void acts.set(act.id, structuredClone(act)),
    list: async ({ tenant, cursor, limit }) => {
      const isAbout = (act: Act) => tenant === undefined || act.tenant === tenant || act.tenant === EVERYBODY;
      const found = [...acts.values()].filter(isAbout);
      const { items, ...next } = keysetPage(found, { keyOf, compare: newestFirst, cursor, limit });
      return { acts: items, ...next };
    },
  };
};
