import { bold, dim, mark } from '../style';
import { counted, wrapped } from '../words';
import type { Examined } from './examine';

const WORDS = { ok: 'ok', warn: 'warn', fail: 'FAIL', skipped: 'skipped' } as const;

const detailOf = (line: Examined): string => {
  if (line.kind === 'skipped') return `: ${line.why}`;
  return line.detail === undefined ? '' : `: ${line.detail}`;
};

/** One line as people read it, with what to do beneath it. */
export const lineText = (line: Examined): string => {
  const word = mark(line.kind, WORDS[line.kind].padEnd(7));
  const told = `${word}  ${line.name}${dim(detailOf(line))}`;
  return 'advice' in line ? `${told}\n${wrapped(line.advice, { width: 100, indent: '         ' })}` : told;
};

export const headingText = (area: string): string => `\n${bold(area)}`;

const count = (lines: readonly Examined[], kind: Examined['kind']): number =>
  lines.filter((line) => line.kind === kind).length;

export const summaryText = (lines: readonly Examined[]): string => {
  const failed = count(lines, 'fail');
  const parts = [
    `${count(lines, 'ok')} ok`,
    counted(count(lines, 'warn'), 'warning'),
    `${failed} failed`,
    `${count(lines, 'skipped')} skipped`,
  ];
  return `\n${parts.join(', ')}. ${failed === 0 ? 'The mesh is fit.' : 'The mesh is not fit.'}`;
};
