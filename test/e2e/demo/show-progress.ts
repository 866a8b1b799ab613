/** Shows how far a long step is: on one line of a terminal, or as a line every tenth where the output is no terminal. */
export type Progress = {
  step(title: string): void;
  advance(done: number, total: number): void;
  finish(result?: string): void;
};

const barWidth = 30;

export function createProgress(output: NodeJS.WriteStream, now: () => number): Progress {
  let title = '';
  let startedMs = now();
  let shownTenth = 0;
  return {
    step(next) {
      title = next;
      startedMs = now();
      shownTenth = 0;
      output.write(output.isTTY ? `  ${title} …` : `  ${title} …\n`);
    },
    advance(done, total) {
      const share = total === 0 ? 1 : Math.min(1, done / total);
      if (output.isTTY) {
        const full = Math.round(share * barWidth);
        const bar = `${'█'.repeat(full)}${'░'.repeat(barWidth - full)}`;
        output.write(`\r\u001b[K  ${title} ${bar} ${Math.round(100 * share)} %`);
        return;
      }
      const tenth = Math.floor(share * 10);
      if (tenth <= shownTenth || tenth === 10) return;
      shownTenth = tenth;
      output.write(`    ${tenth * 10} %\n`);
    },
    finish(result = 'done') {
      const seconds = ((now() - startedMs) / 1000).toFixed(1);
      output.write(
        output.isTTY ? `\r\u001b[K✓ ${title}: ${result} (${seconds} s)\n` : `✓ ${title}: ${result} (${seconds} s)\n`,
      );
    },
  };
}
