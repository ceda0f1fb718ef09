export {
  DEFAULT_NAME_FORMAT,
  archiveName,
  archiveNames,
  nameFormatFault,
  type ArchiveFile,
  type ArchiveFolder,
  type ArchiveNames,
} from './archive-name';
export { fromEnqueuedTime, toEnqueuedTime } from './enqueued-time';
export { CAPTURE_SCHEMA } from './schema';
