/** Keeps bodies that do not travel with their events. Names are paths such as `content/<run>/<hash>` or `letters/<id>`. */
export interface ContentStore {
  /** Writing the same name again is allowed, and the same. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** undefined where there is none (erased, or never there). */
  get(name: string): Promise<Uint8Array | undefined>;
}

/** Where contents can be taken out again, by the folder that they are in. */
export interface ContentFolders {
  /** All that is under these names, such as `content/<run>`; a folder that is not there is no fault. */
  removeFolders(names: readonly string[]): Promise<void>;
  /**
   * Folders two names deep, such as `restricted/<run>`, in which nothing was written since the instant (milliseconds since
   * the epoch), a page at a time.
   */
  foldersBefore(root: string, before: number): AsyncIterable<readonly string[]>;
}
