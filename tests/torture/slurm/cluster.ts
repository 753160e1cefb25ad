/** A cluster of two nodes with Slurm, on this machine alone. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { hostname } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The most tasks of one array. */
export const mostTasks = 15;

/** Seconds after which the controller takes a silent node for dead. */
const nodeTimeout = 10;

/** Installs Slurm where that is possible. @returns why there is none; null where there is */
export async function whyNoSlurm(): Promise<string | null> {
  if (process.platform !== "linux") return "Slurm needs Linux";
  // In a changed root there may be none.
  if ((await readdir("/sys/fs/cgroup").catch(() => [])).length === 0)
    return "Slurm's daemon needs a filesystem on /sys/fs/cgroup";
  if (await has("slurmctld")) return isRoot() ? null : "its daemons need root";
  if (!isRoot()) return "Slurm is not installed, and only root can install it";
  if (!(await has("apt-get")))
    return "Slurm is not installed, and there is no apt-get";
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = () =>
    run("apt-get", ["install", "-y", "slurm-wlm", "munge"], { env });
  try {
    await install().catch(() => run("apt-get", ["update"]).then(install));
    return null;
  } catch (error) {
    return `apt-get cannot install Slurm: ${(error as Error).message.split("\n")[0]}`;
  }
}

export class Cluster {
  /** For commands of Slurm. */
  readonly env: NodeJS.ProcessEnv;

  private constructor(private readonly folder: string) {
    this.env = { ...process.env, SLURM_CONF: join(folder, "slurm.conf") };
  }

  static async start(folder: string): Promise<Cluster> {
    const cluster = new Cluster(folder);
    await mkdir(folder, { recursive: true });
    const ports = await freePorts(3);
    await writeFile(join(folder, "slurm.conf"), configuration(folder, ports));
    await startMunge();
    await run("slurmctld", [], { env: cluster.env });
    for (const node of nodes) await cluster.startNode(node);
    await cluster.until(
      "both nodes answer",
      async () => (await cluster.states()).every((state) => state === "idle"),
      60,
    );
    return cluster;
  }

  async startNode(node: string) {
    await run("slurmd", ["-N", node], { env: this.env });
  }

  /** The power cut of a node: its daemon and all that it runs end at once. */
  async killNode(node: string) {
    const daemon = await this.#pidOf(`d-${node}`);
    const { stdout } = await run("ps", ["-eo", "pid,args"]);
    const steps = stdout
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter(([, name]) => name?.startsWith("slurmstepd:"));
    process.kill(daemon, "SIGKILL");
    for (const [pid, , job] of steps)
      if (await this.#runsOn(job.replace(/[[\]]/g, "").split(".")[0], node))
        await killTree(Number(pid));
  }

  /** Until the controller has missed a node for long enough. */
  untilDead() {
    return this.until(
      "the controller takes the node for dead",
      async () =>
        (await this.states()).some((state) => state.startsWith("down")),
      60,
    );
  }

  async #runsOn(job: string, node: string): Promise<boolean> {
    const { stdout } = await this.slurm("squeue", ["-h", "-r", "-o", "%A %N"]);
    return stdout.split("\n").includes(`${job} ${node}`);
  }

  /** The states of the nodes, as sinfo writes them. */
  async states(): Promise<string[]> {
    const { stdout } = await this.slurm("sinfo", ["-h", "-N", "-o", "%T"]);
    return stdout.trim().split("\n");
  }

  slurm(command: string, args: string[]) {
    return run(command, args, { env: this.env });
  }

  /** @param seconds after which it is an error */
  async until(what: string, holds: () => Promise<boolean>, seconds: number) {
    const end = Date.now() + 1000 * seconds;
    while (!(await holds())) {
      if (Date.now() > end)
        throw new Error(`It did not come to pass that ${what}.`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  async stop() {
    await this.slurm("scancel", ["--me"]).catch(() => undefined);
    for (const name of [...nodes.map((node) => `d-${node}`), "ctld"])
      await this.#pidOf(name)
        .then((pid) => killTree(pid))
        .catch(() => undefined);
  }

  async #pidOf(name: string): Promise<number> {
    return Number(await readFile(join(this.folder, `${name}.pid`), "utf8"));
  }
}

const nodes = ["n1", "n2"];

/** @param ports of the controller and of the two nodes: other clusters may be on this machine */
function configuration(folder: string, ports: number[]): string {
  const host = hostname();
  const [controller, first, second] = ports;
  return `ClusterName=lab
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${controller}
FirstJobId=${controller * 100}
SlurmUser=root
SlurmdUser=root
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
JobAcctGatherType=jobacct_gather/none
MaxArraySize=${mostTasks + 1}
StateSaveLocation=${join(folder, "state")}
SlurmdSpoolDir=${join(folder, "spool-%n")}
SlurmctldPidFile=${join(folder, "ctld.pid")}
SlurmdPidFile=${join(folder, "d-%n.pid")}
SlurmctldLogFile=${join(folder, "ctld.log")}
SlurmdLogFile=${join(folder, "d-%n.log")}
ReturnToService=2
SlurmdTimeout=${nodeTimeout}
KillWait=10
# A task that goes back into the queue waits for so long.
AuthInfo=cred_expire=5
SchedulerParameters=sched_interval=2,batch_sched_delay=0
NodeName=n1 NodeHostname=${host} NodeAddr=127.0.0.1 Port=${first} CPUs=2
NodeName=n2 NodeHostname=${host} NodeAddr=127.0.0.1 Port=${second} CPUs=2
PartitionName=main Nodes=n[1-2] Default=YES MaxTime=INFINITE State=UP
`;
}

/** Ports that nobody uses at this moment. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () =>
    createServer().listen(0, "127.0.0.1"),
  );
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(
    servers.map((server) => new Promise((done) => server.close(done))),
  );
  return ports;
}

async function startMunge() {
  if (
    await run("pgrep", ["munged"]).then(
      () => true,
      () => false,
    )
  )
    return;
  await mkdir("/run/munge", { recursive: true });
  const { stdout } = await run("id", ["-u", "munge"]);
  await chown("/run/munge", Number(stdout), Number(stdout));
  await run("runuser", ["-u", "munge", "--", "munged"]);
}

async function killTree(pid: number) {
  const children = await run("pgrep", ["-P", String(pid)]).catch(() => null);
  for (const child of children?.stdout.trim().split("\n") ?? [])
    await killTree(Number(child));
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}

function has(command: string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, ["-V"], { stdio: "ignore" });
    child.on("error", () => resolve(false));
    child.on("exit", () => resolve(true));
  });
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
