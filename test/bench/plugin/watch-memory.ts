import { readFileSync } from 'node:fs';

const sampleMs = 50;

/** The peak resident memory in MB; 0 where the system does not report it (Linux does). */
export type MemoryWatch = { peak(): number; stop(): number };

function residentMb(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    // The process has ended, or the system has no such file.
    return 0;
  }
}

/** Samples a process, which may be replaced by another one, until stopped. */
export function watchMemory(pidOf: () => number | undefined): MemoryWatch {
  let most = 0;
  const sampling = setInterval(() => {
    most = Math.max(most, residentMb(pidOf() ?? 0));
  }, sampleMs);
  return {
    peak: () => Math.round(most),
    stop() {
      clearInterval(sampling);
      return Math.round(most);
    },
  };
}
