import type { RunView } from './run-view';
import { moment } from './words';

/** That a run has no restricted data any more; undefined where nobody asked for that. */
export const erasedText = ({ erased }: Pick<RunView, 'erased'>): string | undefined =>
  erased &&
  `Its restricted data was erased ${moment(erased.at)}${erased.by ? ` by ${erased.by}` : ''}${erased.reason ? `: ${erased.reason}` : ''}.`;
