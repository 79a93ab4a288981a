import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../arguments.ts';
import { toBrief } from './brief.ts';
import { toReportHtml } from './html/page.ts';
import type { Outcome } from './outcome.ts';
import { toResultJson } from './result-json.ts';
import { writeWhole } from './write-file.ts';

/** @throws UsageError when there can be no such folder: before any call is made */
export async function makeFolder(out: string): Promise<void> {
  await mkdir(out, { recursive: true }).catch((cause: Error) => {
    throw new UsageError(`--out ${out} cannot be made: ${cause.message}`, { cause });
  });
}

/** Writes the three files and gives their names. */
export async function writeReport(out: string, outcome: Outcome): Promise<readonly string[]> {
  const files = { 'brief.md': toBrief, 'result.json': toResultJson, 'report.html': toReportHtml };
  return Promise.all(
    Object.entries(files).map(async ([name, render]) => {
      const path = join(out, name);
      await writeWhole(path, render(outcome));
      return path;
    }),
  );
}
