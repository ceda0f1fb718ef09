import { Command } from 'commander';
import { examine, type Examined } from '../doctor/examine';
import { patientOf, type DoctorOptions } from '../doctor/patient';
import { headingText, lineText, summaryText } from '../doctor/report';
import { endWith } from '../output';
import type { CommonOptions } from './common';

type Options = CommonOptions & DoctorOptions;

/** Shows lines as they come, each area under its name. */
const shower = () => {
  let area = '';
  return (line: Examined): void => {
    if (line.area !== area) console.log(headingText(line.area));
    ({ area } = line);
    console.log(lineText(line));
  };
};

const doctor = async (options: Options): Promise<void> => {
  const { json } = options;
  const patient = patientOf(options);
  const lines = await examine(patient, { show: json ? () => undefined : shower() });
  console.log(json ? JSON.stringify({ url: patient.url, checks: lines }, undefined, 2) : summaryText(lines));
  endWith(lines.every(({ kind }) => kind !== 'fail'));
};

export const doctorCommand = () =>
  new Command('doctor')
    .description(
      'Looks at a mesh, this machine’s or a deployment, and says what is well, what is not, and what to do. Ends with 1 if something failed. Of a deployment it knows more where azd and az are signed in.',
    )
    .option('--send <file>', 'send this as an intent too, with its real effects, and follow it to its end')
    .option('--type <type>', 'type of that intent', 'business.invoice.intent')
    .action(doctor);
