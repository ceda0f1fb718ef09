import { CliError } from '../client';
import { DamagedFileError, readContainer } from './avro-container';
import { toCapturedEvent, type CapturedEvent } from './captured-event';
import type { FoundFile } from './find-files';
import type { ArchiveSource } from './source';

/** A file that could not be read to its end. */
export interface Damage {
  file: string;
  reason: string;
  /** How many events were read before. */
  events: number;
}

export interface Located {
  event: CapturedEvent;
  file: FoundFile;
}

export interface ReadOptions {
  source: ArchiveSource;
  /** Stop at the first damaged file. */
  strict: boolean;
  onFile: (file: FoundFile) => void;
  onDamage: (damage: Damage) => void;
}

const WHAT_TO_DO =
  'Fetch it again (an earlier version, or a copy of another region), or leave its events out';

export const damageText = ({ file, reason, events }: Damage): string =>
  `${file} is damaged: ${reason}; ${events} events were read before. ${WHAT_TO_DO}.`;

/** The events of files, one after the other, in the order that they were enqueued within each partition. */
export async function* readFiles(
  files: readonly FoundFile[],
  { source, strict, onFile, onDamage }: ReadOptions,
): AsyncGenerator<Located> {
  for (const file of files) {
    let events = 0;
    try {
      for await (const record of readContainer(source.read(file.name))) {
        const event = toCapturedEvent(record);
        events += 1;
        yield { event, file };
      }
      onFile(file);
    } catch (error) {
      if (!(error instanceof DamagedFileError)) throw error;
      const damage = { file: file.name, reason: error.message, events };
      if (strict) throw new CliError(damageText(damage));
      onDamage(damage);
    }
  }
}
