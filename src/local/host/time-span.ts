const pattern = /^(-)?(?:(\d+)\.)?(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,7})?)?$/;

/**
 * Reads a .NET time span (`hh:mm:ss`, `d.hh:mm:ss`, `hh:mm:ss.fff`).
 * @returns milliseconds, or undefined where the text is none
 */
export const parseTimeSpan = (text: unknown): number | undefined => {
  const match = typeof text === 'string' ? pattern.exec(text.trim()) : null;
  if (!match) return undefined;
  const [, sign, days, hours, minutes, seconds, fraction] = match;
  const units = [
    Number(days ?? 0) * 86_400,
    Number(hours) * 3_600,
    Number(minutes) * 60,
    Number(seconds ?? 0),
  ];
  const total = units.reduce((sum, unit) => sum + unit, 0) + Number(fraction ?? 0);
  return Math.round(total * 1000) * (sign ? -1 : 1);
};
