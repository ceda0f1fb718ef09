/** Where files of Capture are kept; names have `/` between their parts. */
export interface ArchiveSource {
  /** As people know it. */
  title: string;
  /** The folders directly below a prefix, each ending with `/`. */
  folders(prefix: string): AsyncIterable<string>;
  /** All files below a prefix, at any depth. */
  files(prefix: string): AsyncIterable<{ name: string; bytes: number }>;
  read(name: string): AsyncIterable<Uint8Array>;
}
