import { defineConfig } from 'tsup';
import { libraryBuild } from '../../tsup.shared.ts';

const build = libraryBuild();

// The thread that holds the connection is started by the path of its file.
export default defineConfig({ ...build, entry: [...(build.entry as string[]), 'src/thread.ts'] });
