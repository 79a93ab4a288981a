import { configureGlobal } from 'fast-check';

configureGlobal({ seed: 5 });
