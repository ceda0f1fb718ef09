/** As .NET writes a moment in English: month first, a clock of twelve hours, whole seconds, UTC without saying so. */
const ENGLISH = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d\d):(\d\d) (AM|PM)$/;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?$/;

const two = (value: number): string => String(value).padStart(2, '0');

/** `11/16/2016 4:44:11 PM`, as Capture writes when an event was enqueued. @param ms milliseconds since 1970 */
export const toEnqueuedTime = (ms: number): string => {
  const at = new Date(ms);
  const hours = at.getUTCHours();
  const date = `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${at.getUTCFullYear()}`;
  const clock = `${hours % 12 || 12}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  return `${date} ${clock} ${hours < 12 ? 'AM' : 'PM'}`;
};

const fromEnglish = (match: RegExpExecArray): number => {
  const [month, day, year, hour, minute, second] = match.slice(1, 7).map(Number) as [
    month: number,
    day: number,
    year: number,
    hour: number,
    minute: number,
    second: number,
  ];
  const isAfternoon = match[7] === 'PM';
  return Date.UTC(year, month - 1, day, (hour % 12) + (isAfternoon ? 12 : 0), minute, second);
};

/** Milliseconds since 1970 of the second in which an event was enqueued; undefined where the text is no such time. */
export const fromEnqueuedTime = (text: string): number | undefined => {
  const english = ENGLISH.exec(text);
  if (english) return fromEnglish(english);
  const iso = ISO.test(text) ? Date.parse(text.endsWith('Z') ? text : `${text}Z`) : NaN;
  return Number.isNaN(iso) ? undefined : iso;
};
