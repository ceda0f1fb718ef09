import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Located } from '../capture/read-files';
import { lineOf, rawLineOf } from '../capture/line-of';
import { endWith } from '../output';
import type { CaptureCliOptions } from './capture-options';
import { reportText, scan } from './capture-scan';

async function* linesOf(events: AsyncIterable<Located>, raw: boolean): AsyncGenerator<string> {
  const toLine = raw ? rawLineOf : lineOf;
  for await (const located of events) yield toLine(located);
}

/** Who reads may have seen enough, as `head` has. */
const toStdout = async (text: Readable): Promise<void> => {
  await pipeline(text, process.stdout, { end: false }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
};

/** Writes events as JSONL; what is told about it goes elsewhere, so that a pipe holds events only. */
export const exportEvents = async (options: CaptureCliOptions): Promise<void> => {
  const { out, raw = false, json } = options;
  const found = await scan(options);
  const text = Readable.from(linesOf(found.events, raw));
  await (out ? pipeline(text, createWriteStream(out)) : toStdout(text));
  found.end();
  const report = found.report();
  console.error(json ? JSON.stringify(report) : reportText(report, out ? `Written to ${out}` : 'Written'));
  endWith(report.damaged.length === 0);
};
