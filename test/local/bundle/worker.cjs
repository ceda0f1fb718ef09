// What the platform's Node worker does, as far as registrations go: it supplies `@azure/functions-core` by intercepting
// `Module.prototype.require`, and loads what `main` of package.json names.
const Module = require('node:module');
const { globSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const registered = [];
let model;
const core = {
  version: '1.0.0',
  hostVersion: '4.1000.0',
  workerConfig: {},
  registerHook: () => ({ dispose: () => {} }),
  setProgrammingModel: (given) => (model = given),
  getProgrammingModel: () => model,
  registerFunction: (metadata) => {
    registered.push(metadata);
    return { dispose: () => {} };
  },
  log: () => {},
};

const original = Module.prototype.require;
Module.prototype.require = function (id) {
  return id === '@azure/functions-core' ? core : original.call(this, id);
};

const folder = process.argv[2];
const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
for (const file of globSync(main, { cwd: folder })) require(join(folder, file));
process.stdout.write(JSON.stringify({ model: model?.name, registered }), () => process.exit(0));
