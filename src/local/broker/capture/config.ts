import { DEFAULT_NAME_FORMAT, nameFormatFault } from '../../../contracts/capture';
import { objectAt, wholeNumberAt, type Fault } from '../config-values';

/** How a hub's events are kept as Avro files. */
export interface CaptureConfig {
  /** The namespace's name, as files are named after it. */
  namespace: string;
  /** How long the events of one file may be apart. */
  intervalMs: number;
  /** How many bytes of events close a file before its interval ends. */
  sizeLimit: number;
  /** Whether an interval without events leaves no file. */
  skipEmpty: boolean;
  codec: 'null' | 'deflate';
  container: string;
  nameFormat: string;
}

/** Azure takes 60 to 900; a test need not wait that long. */
const SECONDS = { least: 1, most: 900 };
/** Azure takes 10 MiB to 500 MiB. */
const BYTES = { least: 1, most: 524_288_000 };
const DEFAULTS = { seconds: 300, bytes: 314_572_800 };

const CODECS: Readonly<Record<string, CaptureConfig['codec']>> = { Avro: 'null', AvroDeflate: 'deflate' };
const CONTAINER = /^[a-z0-9](-?[a-z0-9]){2,62}$/;

const switchAt = (value: unknown, path: string, fault: Fault): boolean => {
  if (value !== undefined && typeof value !== 'boolean') fault(path, 'true or false', value);
  return value === true;
};

const codecAt = (value: unknown, path: string, fault: Fault): CaptureConfig['codec'] => {
  const codec = CODECS[String(value)];
  if (!codec) fault(path, '"Avro" or "AvroDeflate"', value);
  return codec ?? 'null';
};

const containerAt = (value: unknown, path: string, fault: Fault): string => {
  if (typeof value === 'string' && CONTAINER.test(value)) return value;
  fault(path, 'the name of a blob container: 3 to 63 lower-case letters, digits and single hyphens', value);
  return '';
};

const formatAt = (value: unknown, path: string, fault: Fault): string => {
  if (typeof value !== 'string') {
    fault(path, 'text', value);
    return DEFAULT_NAME_FORMAT;
  }
  const wrong = nameFormatFault(value);
  if (wrong) fault(path, `a name format with all of Azure's tokens, and this one ${wrong}`, value);
  return value;
};

/**
 * Reads a hub's `CaptureDescription`, named and shaped as Azure's; undefined where it is absent or not enabled.
 * @see https://learn.microsoft.com/azure/templates/microsoft.eventhub/namespaces/eventhubs#capturedescription
 */
export const captureAt = (value: unknown, path: string, fault: Fault): CaptureConfig | undefined => {
  if (value === undefined || value === null) return undefined;
  const given = objectAt(value, path, fault);
  if (!switchAt(given['Enabled'], `${path}.Enabled`, fault)) return undefined;
  const destination = objectAt(given['Destination'], `${path}.Destination`, fault);
  const { IntervalInSeconds: seconds = DEFAULTS.seconds, SizeLimitInBytes: bytes = DEFAULTS.bytes } = given;
  return {
    namespace: '',
    intervalMs: 1000 * wholeNumberAt(seconds, `${path}.IntervalInSeconds`, { ...SECONDS, fault }),
    sizeLimit: wholeNumberAt(bytes, `${path}.SizeLimitInBytes`, { ...BYTES, fault }),
    skipEmpty: switchAt(given['SkipEmptyArchives'], `${path}.SkipEmptyArchives`, fault),
    codec: codecAt(given['Encoding'] ?? 'Avro', `${path}.Encoding`, fault),
    container: containerAt(destination['BlobContainer'], `${path}.Destination.BlobContainer`, fault),
    nameFormat: formatAt(
      destination['ArchiveNameFormat'] ?? DEFAULT_NAME_FORMAT,
      `${path}.Destination.ArchiveNameFormat`,
      fault,
    ),
  };
};
