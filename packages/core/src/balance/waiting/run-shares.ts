/** One of the runs that share the pool. */
export interface RunShare {
  readonly runId: string;
  weight: number;
  /** What it got so far, by its weight: the run with the least goes first. */
  pass: number;
  /** Of its calls. */
  waiting: number;
}

/**
 * Weighted fairness between runs, as in fair queueing by start time: who was not waiting gets no credit for that, and who leaves
 * and comes back at once does not lose what it had too much.
 */
export interface RunShares {
  of(runId: string, weight: number): RunShare;
  /** A call of the run was served. @param cost part of a limit that it takes */
  serve(run: RunShare, cost: number): void;
  /** It was not served after all. */
  takeBack(run: RunShare, cost: number): void;
}

/** Those who had their share and do not wait are forgotten when there are so many. */
const MANY = 256;
/** Every call counts, also where there are no limits to take from. */
const LEAST_COST = 1e-6;

export function createRunShares(): RunShares {
  const runs = new Map<string, RunShare>();
  /** What those who are served now have had. */
  let level = 0;
  let forgetAt = MANY;

  function forget(): void {
    for (const [runId, { waiting, pass }] of runs) if (waiting === 0 && pass <= level) runs.delete(runId);
    forgetAt = Math.max(MANY, 2 * runs.size);
  }

  return {
    of(runId, weight) {
      const known = runs.get(runId);
      if (known !== undefined) {
        known.weight = weight;
        if (known.waiting === 0) known.pass = Math.max(known.pass, level);
        return known;
      }
      if (runs.size >= forgetAt) forget();
      const run = { runId, weight, pass: level, waiting: 0 };
      runs.set(runId, run);
      return run;
    },
    serve(run, cost) {
      level = Math.max(level, run.pass);
      run.pass += Math.max(LEAST_COST, cost) / run.weight;
    },
    takeBack(run, cost) {
      run.pass -= Math.max(LEAST_COST, cost) / run.weight;
    },
  };
}
