/** What ties a line to its run; never a document's content. */
export interface LogFields {
  run?: string;
  task?: string;
  attempt?: number;
  tenant?: string;
  trace?: string;
  /** The line's own: what is told of something else has another name. */
  level?: never;
  message?: never;
  [name: string]: string | number | boolean | undefined;
}

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
