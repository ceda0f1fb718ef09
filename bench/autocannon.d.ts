declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  interface Options {
    url: string;
    method: string;
    headers: Record<string, string>;
    body: string;
    /** Replaces `[<id>]` in the body by an id that no other request has. */
    idReplacement: boolean;
    connections: number;
    /** Requests in all. */
    amount: number;
  }
  interface Result {
    '2xx': number;
    non2xx: number;
    errors: number;
  }
  function autocannon(options: Options, done: (error: Error | null, result: Result) => void): EventEmitter;
  export = autocannon;
}
