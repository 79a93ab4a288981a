import type { Json, RunState } from '@manyhands/core';

export interface PieceResult {
  readonly piece: number;
  readonly title: string;
  readonly output: Json;
}

/** What was found of each piece, in the order of the pieces. What was done again counts with its newest result. */
export function toPieceResults({ tasks, pieces }: Pick<RunState, 'tasks' | 'pieces'>): PieceResult[] {
  const results = new Map<number, Json>();
  for (const { task, status, output } of Object.values(tasks)) {
    if (task.kind !== 'work' || task.piece === undefined || status !== 'done' || output === undefined) continue;
    results.set(task.piece, joinOutputs(results.get(task.piece), output));
  }
  return [...results]
    .sort(([a], [b]) => a - b)
    .map(([piece, output]) => ({ piece, title: pieces[piece]?.title ?? `Piece ${piece}`, output }));
}

/** Several map tasks may work on one piece, each with fields of its own. */
function joinOutputs(earlier: Json | undefined, output: Json): Json {
  return isObject(earlier) && isObject(output) ? { ...earlier, ...output } : output;
}

export function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
