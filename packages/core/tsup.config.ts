import { defineConfig } from 'tsup';
import { bundledLicenses, libraryBuild } from '../../tsup.shared.ts';

// Bundled, what core uses loads in half the time: zod's files are many, and most of it is not needed here. See decision 20.
export default defineConfig({ ...libraryBuild(), noExternal: ['zod'], esbuildPlugins: [bundledLicenses()] });
