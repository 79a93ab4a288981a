import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface LocalPostgres {
  readonly connectionString: string;
  /** Kills the server as a power cut would, and starts it again over what is on the disk. Resolves when it answers. */
  crash(): Promise<void>;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

export interface LocalPostgresOptions {
  /** Folder of `initdb` and `postgres`. */
  readonly programs: string;
  /** Settings of the server by name, e.g. `{ fsync: 'off' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

const READY = 'database system is ready to accept connections';
/** Not what clients are told: that their server was killed, or still recovers. */
const FAILED = /FATAL: +(?! |terminating connection|the database system is)/;

/**
 * Its input ends when our process does, however it ends: so the server never outlives us, nor does its data. A line of input
 * kills the server and all its processes, and starts it again: it is stopped first, so that none is born meanwhile, and a server
 * does not start beside what is left of another.
 */
const KEEPER = `
"$@" & server=$!
while read -r _; do
  kill -STOP $server
  children=$(pgrep -P $server)
  kill -KILL $children $server
  wait $server
  for child in $children; do while kill -0 $child 2>/dev/null; do sleep 0.02; done; done
  "$@" & server=$!
done
kill -INT $server
wait $server
rm -rf "$FOLDER"
`;

/** Starts a server of its own on a free port of 127.0.0.1, with its data in a temporary folder. */
export async function startPostgres({ programs, settings = {} }: LocalPostgresOptions): Promise<LocalPostgres> {
  const user = serverUser();
  const folder = mkdtempSync(join(tmpdir(), 'manyhands-postgres-'));
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  const password = randomBytes(16).toString('hex');
  writeFileSync(join(folder, 'password'), password, { mode: 0o600 });
  if (user !== undefined)
    for (const path of [folder, data, join(folder, 'password')]) chownSync(path, user.uid, user.gid);

  try {
    await initialise(join(programs, 'initdb'), folder, user);
    const port = await freePort();
    const given = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '', ...settings };
    const args = Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const keeper = spawn('sh', ['-c', KEEPER, 'sh', join(programs, 'postgres'), '-D', data, ...args], {
      ...user,
      cwd: folder,
      env: { FOLDER: folder, PATH: process.env['PATH'] },
      stdio: ['pipe', 'ignore', 'pipe'],
      // A Ctrl-C is for us; the server ends when we have ended.
      detached: true,
    });
    await untilReady(keeper);
    let crashes = Promise.resolve();
    return {
      connectionString: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
      crash() {
        crashes = crashes.then(() => {
          keeper.stdin?.write('\n');
          return untilReady(keeper);
        });
        return crashes;
      },
      async stop() {
        keeper.stdin?.end();
        if (keeper.exitCode === null) await once(keeper, 'exit');
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** PostgreSQL refuses to run as root. Debian's package brings a user for it. */
function serverUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (name: string, kind: '-u' | '-g') =>
    Number(execFileSync('id', [kind, name], { stdio: 'pipe' }).toString());
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: idOf(name, '-u'), gid: idOf(name, '-g') };
    } catch {
      // There is no such user here.
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is no user "postgres" or "nobody" to run it as.');
}

async function initialise(
  initdb: string,
  folder: string,
  user: { uid: number; gid: number } | undefined,
): Promise<void> {
  const args = ['-D', join(folder, 'data'), '-U', 'postgres', '--pwfile', join(folder, 'password')];
  const how = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync'];
  await promisify(execFile)(initdb, [...args, ...how], { ...user, cwd: folder });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** @throws with what the server said when it ends instead. */
function untilReady(keeper: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    keeper.stderr?.on('data', (chunk: Buffer) => {
      if (said.includes(READY)) return;
      said += chunk.toString();
      if (said.includes(READY)) resolve();
      else if (FAILED.test(said)) keeper.stdin?.end();
    });
    keeper.once('error', reject);
    keeper.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${said}`)));
  });
}
