/** asciicast v2: a header, and an event a line, `[seconds, "o", text]`. */

export const toAsciicast = ({ columns, rows, title, events }) =>
  [
    JSON.stringify({ version: 2, width: columns, height: rows, title }),
    ...events.map(({ at, text }) => JSON.stringify([Number(at.toFixed(3)), 'o', text])),
    '',
  ].join('\n');

export const fromAsciicast = (text) => {
  const [header, ...lines] = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  if (header.version !== 2) throw new Error(`this is asciicast ${header.version}, and not 2`);
  const events = lines.filter(([, kind]) => kind === 'o').map(([at, , output]) => ({ at, text: output }));
  return { columns: header.width, rows: header.height, title: header.title, events };
};

/** Nobody watches nothing happen: no pause is longer. */
export const withoutPauses = (events, longest) => {
  let [cut, before] = [0, 0];
  return events.map(({ at, text }) => {
    cut += Math.max(0, at - before - longest);
    before = at;
    return { at: at - cut, text };
  });
};

/** Holds on before a text that comes, wherever it stands in what was written at once. */
export const pauseBefore = (events, { before, seconds }) => {
  const index = events.findIndex(({ text }) => text.includes(before));
  if (index < 0) return events;
  const { at, text } = events[index];
  const place = text.indexOf(before);
  const later = events.slice(index + 1).map((event) => ({ ...event, at: event.at + seconds }));
  const cut = [
    { at, text: text.slice(0, place) },
    { at: at + seconds, text: text.slice(place) },
  ];
  return [...events.slice(0, index), ...cut.filter((event) => event.text), ...later];
};
