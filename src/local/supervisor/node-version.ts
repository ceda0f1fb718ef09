// The first with node:sqlite.
const [MAJOR, MINOR] = [22, 13];

/** What to say when this Node is too old to run the mesh; undefined when it is not. */
export const oldNode = (version: string): string | undefined => {
  const [major = 0, minor = 0] = version.replace('v', '').split('.').map(Number);
  if (major > MAJOR || (major === MAJOR && minor >= MINOR)) return undefined;
  return `The mesh runs on Node ${MAJOR}.${MINOR} or newer, and this is ${version}. Run it through npm (npm start), which brings a newer one where your platform has it (npm ci installs it), or install Node 24.`;
};
