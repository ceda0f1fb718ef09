import { skill } from '../../../kit';

/** A person decides. */
export const approve = skill({
  name: 'approval.request@1',
  input: 'approval/request@1',
  output: 'approval/answer@1',
  effects: 'none',
  by: 'person',
});
