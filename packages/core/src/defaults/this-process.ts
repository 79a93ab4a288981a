import { hostname } from 'node:os';

const HOST = hostname();

/** A name that no other process ever has: host, process id and a part of its own, since ids are used again. */
export const THIS_PROCESS = `${HOST}/${process.pid}/${crypto.randomUUID().slice(0, 8)}`;

/** Whether a process of that name is known to have ended: one of this machine that does not run any more. */
export function isGone(name: string): boolean {
  const [host, pid] = name.split('/');
  if (name === THIS_PROCESS || host !== HOST) return false;
  // Of an earlier process with our id: a restarted container often has it again.
  return Number(pid) === process.pid || !isRunning(Number(pid));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
