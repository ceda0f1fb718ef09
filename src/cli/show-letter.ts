import type { Hint } from './hint';
import type { LetterView } from './letter-view';
import { lines } from './output';
import { bold, statusText } from './style';
import { moment } from './words';

const STAGE = 16;

const fact = (name: string, value: string | number | false | undefined): string | false =>
  value !== false && value !== undefined && value !== '' && `  ${name.padEnd(STAGE)}${value}`;

const where = ({ hub, partition, offset }: LetterView): string =>
  `${hub}${partition === undefined ? '' : `, partition ${partition}`}${offset === undefined ? '' : `, offset ${offset}`}`;

const history = ({ replay, end, nextReplayAt, failedReplays }: LetterView): string =>
  lines(
    fact('replayed', replay && `${moment(replay.at)} by replay ${replay.id}`),
    fact('asked for by', replay?.by && `${replay.by.id}${replay.reason ? `: ${replay.reason}` : ''}`),
    fact('failed replays', failedReplays || undefined),
    fact('ended', end && `${moment(end.at)}: ${end.kind}${end.reason ? ` (${end.reason})` : ''}`),
    fact('next replay', nextReplayAt && `${moment(nextReplayAt)}, by itself`),
  );

const bytesText = (base64: string): string => {
  const bytes = Buffer.from(base64, 'base64');
  const text = bytes.toString('utf8');
  const readable = Buffer.from(text, 'utf8').equals(bytes) && !bytes.includes(0);
  return readable ? text : `${bytes.length} bytes, as base64:\n${base64}`;
};

const carried = ({ content = {}, erased: erasure }: LetterView): string => {
  const { event, base64, erased } = content;
  if (erasure)
    return `What it carried was erased ${moment(erasure.at)} by ${erasure.by.id}: ${erasure.reason}.`;
  if (erased) return 'What it carried was erased.';
  if (event !== undefined) return `${bold('EVENT')}\n${JSON.stringify(event, undefined, 2)}`;
  return base64 === undefined ? '' : `${bold('BYTES')} (no event)\n${bytesText(base64)}`;
};

const properties = ({ content }: LetterView): string | false => {
  const entries = Object.entries(content?.properties ?? {});
  return (
    entries.length > 0 &&
    lines(`\n${bold('PROPERTIES')}`, ...entries.map(([name, value]) => `  ${name}: ${String(value)}`))
  );
};

const isOpen = ({ state }: LetterView): boolean => state === 'new' || state === 'parked';

const whatToDo = (letter: LetterView, hint: Hint): string =>
  lines(
    letter.run && `Its run:        ${hint('run', letter.run)}`,
    isOpen(letter) && `Bring it back:  ${hint('replay', '--id', letter.id, '--dry-run')}`,
  );

/** Its run is its tenant's, and what it carried is shown for a reason. */
const whatToDoForOthers = (letter: LetterView, hint: Hint): string => {
  const { id, tenant, content } = letter;
  const named = ['--tenant', tenant];
  return lines(
    !content && !letter.erased && `What it carried:  ${hint('dead-letters', id, ...named, '--reason', '…')}`,
    isOpen(letter) && `Bring it back:    ${hint('replay', '--id', id, ...named, '--dry-run')}`,
  );
};

/** A dead letter whole, as people read it: what went wrong, where, what was done about it, and what it carried. */
export const showLetter = (letter: LetterView, hint: Hint, isForeign = false): string => {
  const next = (isForeign ? whatToDoForOthers : whatToDo)(letter, hint);
  const { id, state, reason, stage, eventType, source, eventId, run, task, skill, attempt } = letter;
  return lines(
    `Dead letter ${bold(id)} is ${statusText(state)}.`,
    `\n  ${reason.code}: ${reason.message}`,
    `  ${reason.passing ? 'A later try may well succeed.' : 'It will not pass by itself.'}\n`,
    fact('tenant', isForeign && letter.tenant),
    fact('while', stage),
    fact('event', eventType),
    fact('event id', eventId),
    fact('source', source),
    fact('skill', skill),
    fact('task', task),
    fact('run', run),
    fact('try', attempt),
    fact('read from', where(letter)),
    fact('first', moment(letter.firstAt)),
    fact('last', letter.lastAt === letter.firstAt ? undefined : moment(letter.lastAt)),
    fact('deadline', letter.deadline && moment(letter.deadline)),
    fact('fingerprint', letter.fingerprint),
    history(letter),
    carried(letter) && `\n${carried(letter)}`,
    letter.edited && `\n${bold('EDITED DATA')}\n${JSON.stringify(letter.edited.after, undefined, 2)}`,
    letter.edited && `\n${bold('DATA AS IT CAME')}\n${JSON.stringify(letter.edited.before, undefined, 2)}`,
    properties(letter),
    next && `\n${next}`,
  );
};
