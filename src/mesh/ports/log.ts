/** What ties a line to its run; never a document's content. */
export interface LogFields {
  run?: string;
  task?: string;
  attempt?: number;
  tenant?: string;
  trace?: string;
  [name: string]: string | number | boolean | undefined;
}

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
