/** Puts settings in for `%NAME%`, as bindings write them. @throws Error that names the setting that is missing */
export const resolveSettings = (text: string, env: NodeJS.ProcessEnv, where: string): string =>
  text.replace(/%([^%]+)%/g, (_, name: string) => settingOf(name, env, where));

/** @returns the connection string that a binding's `connection` names, under its own name or `AzureWebJobs<name>` */
export const connectionOf = (name: string, env: NodeJS.ProcessEnv, where: string): string =>
  env[`AzureWebJobs${name}`] ?? settingOf(name, env, where);

const settingOf = (name: string, env: NodeJS.ProcessEnv, where: string): string => {
  const value = env[name];
  if (value === undefined || value === '')
    throw new Error(`${where} needs the setting ${name}, which is not set.`);
  return value;
};

/** A function is switched off by `AzureWebJobs.<name>.Disabled`, `true` or `1`. */
export const isDisabled = (functionName: string, env: NodeJS.ProcessEnv): boolean =>
  /^(true|1)$/i.test(env[`AzureWebJobs.${functionName}.Disabled`] ?? '');
