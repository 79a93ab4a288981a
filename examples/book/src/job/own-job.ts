import { readFile } from 'node:fs/promises';
import type { Json } from '@manyhands/core';
import { UsageError } from '../arguments.ts';
import type { Job } from './job.ts';

/**
 * A goal of the user's own, on a text or a JSON array of items.
 *
 * @throws UsageError when the file cannot be read
 */
export async function ownJob(goal: string, path: string | undefined): Promise<Job> {
  return { title: goal, goal, input: path === undefined ? [] : await readInput(path) };
}

async function readInput(path: string): Promise<Job['input']> {
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new UsageError(`--input cannot be read: ${cause.message}`, { cause });
  });
  if (text.trim() === '') throw new UsageError(`--input ${path} is empty.`);
  return path.endsWith('.json') ? readItems(text, path) : text;
}

function readItems(text: string, path: string): readonly Json[] {
  const items: unknown = parse(text);
  if (Array.isArray(items)) return items;
  throw new UsageError(`--input ${path} is no JSON array of items.`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
