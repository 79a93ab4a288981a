import { createLineView } from './line-view.ts';
import { createScreenView } from './screen-view.ts';
import type { Heading } from './screen.ts';
import type { View } from './view.ts';

/** A live screen in a terminal; plain lines in a pipe, a file, a terminal without a size, or where escape codes are not wanted. */
export function createView(
  stdout: NodeJS.WriteStream,
  env: NodeJS.ProcessEnv,
  heading: Heading,
  isSimulated: boolean,
): View {
  const isScreen = stdout.isTTY && stdout.columns > 0 && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  return isScreen ? createScreenView(stdout, heading, isSimulated) : createLineView(stdout, isSimulated);
}
