/** The same for a run in every process: FNV-1a. */
export function partitionOf(runId: string, partitions: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < runId.length; index += 1) {
    hash = Math.imul(hash ^ runId.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % partitions;
}
