import { ManyhandsError } from '../errors/manyhands-error.ts';

export function incomplete(): ManyhandsError {
  const message =
    'The planner ended without saying how the results become the output: its last part has to be `merge`.';
  return new ManyhandsError(message, { code: 'MANYHANDS_PLAN_INCOMPLETE' });
}
