import { restrictedFolder } from '../../contracts/dataref';
import { isRunId } from '../../contracts/ids';
import { hasEnded } from '../planner/run';
import type { Clearable } from '../ports/clearable';
import type { ContentFolders } from '../ports/content-store';
import type { RunStore } from '../ports/run-store';

export interface OrphansDeps {
  restricted: ContentFolders;
  runs: Pick<RunStore, 'load'>;
}

const ROOT = 'restricted';

/**
 * Restricted data that no run needs: of an intent that never became one, or that was written when its run had been cleared.
 * Nobody would look for it otherwise, and nobody would know whom it is about.
 */
export const orphans = ({ restricted, runs }: OrphansDeps): Clearable => ({
  old: async function* (before) {
    for await (const folders of restricted.foldersBefore(ROOT, before)) {
      const all = folders.map((folder) => folder.slice(ROOT.length + 1));
      const known = await runs.load(all.filter(isRunId));
      const ids = all.filter((id) => {
        const stored = known.get(id);
        return !stored || hasEnded(stored.run);
      });
      const remove = () => restricted.removeFolders(ids.map(restrictedFolder));
      if (ids.length > 0) yield { ids, remove };
    }
  },
});
