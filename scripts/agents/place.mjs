// Where in an author's files something is.
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const FRAME = /\(?((?:file:\/\/)?[^\s()]+\.ts):(\d+):\d+\)?$/;

const framesOf = (stack) =>
  stack.split('\n').flatMap((line) => {
    const found = FRAME.exec(line.trim());
    return found
      ? [
          {
            file: relative('.', found[1].replace(/^file:\/\//, ''))
              .split(sep)
              .join('/'),
            line: Number(found[2]),
          },
        ]
      : [];
  });

/** What went wrong first; on the way out others say where they were. */
const causeOf = (error) => (error.cause instanceof Error ? causeOf(error.cause) : error);

/** The author's line that led to an error: the first one that is not the kit's. */
export const placeOfError = (error) => {
  const frames = framesOf(String(causeOf(error).stack));
  const own =
    frames.find(({ file }) => file.startsWith('src/agents/')) ??
    frames.find(({ file }) => file.startsWith('src/'));
  return own && `${own.file}:${own.line}`;
};

const quoted = (text) => `['"\`]${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}['"\`]`;

const lineOf = (text, pattern) => {
  const found = pattern.exec(text);
  return found ? text.slice(0, found.index + found[0].length).split('\n').length : undefined;
};

/** Looked for as text, for a plan is data and does not know its file; undefined where it is written in another way. */
export const placeOfFault = ({ agent, intent, step }) => {
  const patterns = [
    step && new RegExp(`\\bstep(\\.each)?\\(\\s*${quoted(step)}`),
    intent && new RegExp(`\\bplan\\(\\s*${quoted(intent)}`),
    new RegExp(`\\bname:\\s*${quoted(agent)}`),
  ].filter(Boolean);
  const files = readdirSync('src/agents', { recursive: true })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join('src', 'agents', path))
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }))
    .toSorted((one, other) => Number(hasAgent(other, agent)) - Number(hasAgent(one, agent)));
  for (const pattern of patterns)
    for (const { file, text } of files) {
      const line = lineOf(text, pattern);
      if (line) return `${file.split(sep).join('/')}:${line}`;
    }
  return undefined;
};

const hasAgent = ({ file }, agent) => file.split(sep).includes(agent);
